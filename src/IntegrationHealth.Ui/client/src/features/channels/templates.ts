/** Events for which a channel may have words of its own, as they stand in keys. */
export const templateEvents = ['firing', 'resolved', 'acknowledged', 'test'] as const;
export type TemplateEvent = (typeof templateEvents)[number];

/** Which text is meant: a part of the message, for one event or for all that have none of their own. */
export interface TemplateChoice {
  part: string;
  event: TemplateEvent | 'all';
}

const partsByType: Record<string, readonly string[]> = {
  webhook: ['body'], email: ['subject', 'text', 'html'], slack: ['title', 'text'], teams: ['title', 'text'], pagerDuty: ['summary'],
};

/** Empty for a type of the host's own: only the host knows its parts. */
export function partsOf(type: string): readonly string[] {
  return partsByType[type] ?? [];
}

export function keyOf({ part, event }: TemplateChoice): string {
  return event === 'all' ? part : `${event}.${part}`;
}

export function choiceOf(key: string): TemplateChoice {
  const [first = '', part] = key.split('.');
  const event = templateEvents.find((each) => each === first);
  return part !== undefined && event ? { part, event } : { part: first, event: 'all' };
}

/** A message that a template may begin from; about what the built-in one says. */
export function starterOf(type: string, part: string): string {
  const line = type === 'slack' ? '• *{{ each.name }}*: {{ each.message }}' : type === 'teams' ? '- **{{ each.name }}**: {{ each.message }}' : '- {{ each.name }}: {{ each.message }}';
  const link = type === 'slack' ? '<{{ alert.actionUrl }}|Open>' : type === 'teams' ? '[Open]({{ alert.actionUrl }})' : '{{ alert.actionUrl }}';
  switch (part) {
    case 'body':
      return '{\n  "title": {{ title | json }},\n  "severity": {{ severity | json }},\n  "names": [{% for each in alerts %}{{ each.name | json }}{% unless forloop.last %}, {% endunless %}{% endfor %}]\n}\n';
    case 'html':
      return '<h2>{{ title }}</h2>\n<ul>\n{% for each in alerts %}\n  <li><b>{{ each.name }}</b>: {{ each.message }}</li>\n{% endfor %}\n</ul>\n';
    case 'text':
      return `{{ title }}\n\n{% for each in alerts %}\n${line}\n{% endfor %}\n{% if alert.actionUrl %}\n${link}\n{% endif %}\n`;
    default:
      return '{{ severity | upcase }}: {{ title }}';
  }
}

export const messageVariables = ['title', 'type', 'reason', 'severity', 'rule', 'owner', 'count', 'truncated', 'timestamp', 'id'] as const;

export const alertVariables = [
  'name', 'provider', 'message', 'severity', 'state', 'failureKind', 'integrationId', 'ownerId', 'tags', 'rule', 'ruleId', 'startedAt', 'firedAt', 'resolvedAt',
  'resolvedReason', 'acknowledgedBy', 'action', 'actionUrl', 'docsUrl', 'acknowledgeUrl', 'resolveUrl', 'news', 'id',
] as const;

/** Where a line and column, both from 1, stand in a text. */
export function offsetOf(text: string, line: number, column: number): number {
  const lines = text.split('\n');
  const at = Math.min(Math.max(line, 1), lines.length);
  const before = lines.slice(0, at - 1).reduce((sum, each) => sum + each.length + 1, 0);
  return before + Math.min(Math.max(column, 1) - 1, lines[at - 1]?.length ?? 0);
}

/** What the server says, without the name of the field that the reader is looking at. */
export function faultText(message: string): string {
  const text = message.replace(/^templates\.[\w.]+ (is no Liquid template: |fails: )?/, '');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
