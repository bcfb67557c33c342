import { useId, useRef } from 'react';
import { CodeEditor } from '../../components/CodeEditor';
import { Segments } from '../../components/Segments';
import { useTexts } from '../../i18n/I18n';
import { alertVariables, keyOf, messageVariables, offsetOf, partsOf, starterOf, templateEvents, type TemplateChoice } from './templates';
import { partText } from './TemplatePreviewPanel';
import type { TemplateFault } from './useTemplatePreview';

interface Props {
  type: string;
  templates: Record<string, string>;
  onChange: (templates: Record<string, string>) => void;
  choice: TemplateChoice;
  onChoose: (choice: TemplateChoice) => void;
  fault: TemplateFault | null;
  readOnly: boolean;
}

/** The words of a channel, one text at a time: which part, for which event, and the template where there is one. */
export function TemplatesBlock({ type, templates, onChange, choice, onChoose, fault, readOnly }: Props) {
  const { t } = useTexts();
  const editor = useRef<HTMLTextAreaElement>(null);
  const faultId = useId();
  const parts = partsOf(type);
  const key = keyOf(choice);
  const template = templates[key];
  const general = choice.event !== 'all' && templates[choice.part] !== undefined;
  const marked = (text: string, one: TemplateChoice) => (templates[keyOf(one)] === undefined ? text : t('templates.own', { text }));
  const set = (text: string) => onChange({ ...templates, [key]: text });
  const goTo = (line: number, column: number) => {
    const at = offsetOf(template ?? '', line, column);
    editor.current?.focus();
    editor.current?.setSelectionRange(at, at);
  };
  const insert = (name: string) => {
    const element = editor.current;
    if (!element) return;
    element.focus();
    element.setRangeText(`{{ ${name} }}`, element.selectionStart, element.selectionEnd, 'end');
    set(element.value);
  };
  const position = fault?.position ?? null;
  return (
    <section className="card block" aria-labelledby="templates">
      <div>
        <h2 id="templates">{t('templates.title')}</h2>
        <p className="small muted">{t('templates.hint')}</p>
      </div>
      <div className="toolbar">
        {parts.length > 1 && <Segments legend={t('templates.part')} value={choice.part} onChange={(part) => onChoose({ ...choice, part })} options={parts.map((part) => [part, marked(partText(part, t), { ...choice, part })] as const)} />}
        <select className="select" aria-label={t('templates.event')} value={choice.event} onChange={(event) => onChoose({ ...choice, event: event.target.value as TemplateChoice['event'] })}>
          {(['all', ...templateEvents] as const).map((event) => <option key={event} value={event}>{marked(t(`templates.event.${event}`), { ...choice, event })}</option>)}
        </select>
      </div>
      {template === undefined ? (
        <div className="code-empty">
          <p className="muted">{general ? t('templates.general') : t('templates.builtIn')}</p>
          {!readOnly && <button type="button" className="button button--small" onClick={() => set(templates[choice.part] ?? starterOf(type, choice.part))}>{t('templates.write')}</button>}
        </div>
      ) : (
        <>
          <CodeEditor label={`${t('templates.title')}: ${partText(choice.part, t)}`} value={template} onChange={set} editor={editor} readOnly={readOnly} faultLine={fault ? position?.line ?? 0 : null} describedBy={fault ? faultId : undefined} />
          <div className="line line--apart">
            <div id={faultId} className="template-fault" aria-live="polite">
              {fault && <><span className="field__error">{fault.text}</span>{position && <button type="button" className="button button--small" onClick={() => goTo(position.line, position.column)}>{t('templates.goTo', { line: position.line, column: position.column })}</button>}</>}
            </div>
            {!readOnly && <button type="button" className="button button--small button--quiet" onClick={() => onChange(Object.fromEntries(Object.entries(templates).filter(([each]) => each !== key)))}>{t('templates.remove')}</button>}
          </div>
          {!readOnly && (
            <details className="variables">
              <summary>{t('templates.variables')}</summary>
              <Variables title={t('templates.ofMessage')} names={messageVariables} onInsert={insert} />
              <Variables title={t('templates.ofAlert')} names={alertVariables.map((name) => `alert.${name}`)} onInsert={insert} />
              <p className="small muted">{t('templates.variablesHint')}</p>
            </details>
          )}
        </>
      )}
    </section>
  );
}

function Variables({ title, names, onInsert }: { title: string; names: readonly string[]; onInsert: (name: string) => void }) {
  return (
    <div className="variables__group" role="group" aria-label={title}>
      <span className="small muted">{title}</span>
      <div className="line line--tight">{names.map((name) => <button type="button" key={name} className="variable mono" onClick={() => onInsert(name)}>{name}</button>)}</div>
    </div>
  );
}
