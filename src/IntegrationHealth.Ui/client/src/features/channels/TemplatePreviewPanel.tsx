import { Segments } from '../../components/Segments';
import { Skeleton } from '../../components/states';
import { useTexts, type Texts } from '../../i18n/I18n';
import { templateEvents, type TemplateChoice, type TemplateEvent } from './templates';
import type { TemplatePreview } from './useTemplatePreview';

const parts = ['body', 'subject', 'text', 'html', 'title', 'summary'] as const;

export function partText(part: string, t: Texts['t']): string {
  const known = parts.find((each) => each === part);
  return known ? t(`templates.part.${known}`) : part;
}

interface Props {
  choice: TemplateChoice;
  /** The sample event; a template for one event is shown with that one. */
  event: TemplateEvent;
  onEvent: (event: TemplateEvent) => void;
  written: boolean;
  preview: TemplatePreview;
}

/** What somebody would read, beside what is being written. */
export function TemplatePreviewPanel({ choice, event, onEvent, written, preview }: Props) {
  const { t } = useTexts();
  return (
    <section className="card card--padded stack" aria-labelledby="template-preview" aria-busy={preview.behind}>
      <div>
        <h2 id="template-preview">{t('templates.preview')}</h2>
        <p className="small muted">{partText(choice.part, t)} · {t('templates.sample')}</p>
      </div>
      {choice.event === 'all' && <Segments full legend={t('templates.sampleEvent')} value={event} onChange={onEvent} options={templateEvents.map((each) => [each, t(`templates.short.${each}`)] as const)} />}
      {!written ? <p className="muted">{t('templates.previewBuiltIn')}</p>
        : preview.fault ? <p className="field__error">{preview.fault.position ? t('templates.faultAt', { line: preview.fault.position.line, column: preview.fault.position.column }) : t('templates.fault')}</p>
        : preview.text === null ? <Skeleton height={90} />
        : preview.text === '' ? <p className="muted">{t('templates.empty')}</p>
        : <pre className="code" data-behind={preview.behind || undefined} tabIndex={0} aria-label={t('templates.preview')}>{preview.text}</pre>}
    </section>
  );
}
