import { useState } from 'react';
import type { Silence } from '../../api/alerting';
import { useSaveResource } from '../../api/resources';
import { errorsOf, CheckboxField, TextField } from '../../components/fields';
import { FormDialog } from '../../components/FormDialog';
import { MatchersField, MatchersText } from '../../components/MatchersField';
import { useNow } from '../../components/now';
import { PageHead } from '../../components/PageHead';
import { ResourceList } from '../../components/ResourceList';
import { useTexts } from '../../i18n/I18n';
import { localInput, utcOf } from './times';

const path = 'admin/silences';
const twoHoursMs = 2 * 3_600_000;

export function SilencesPage() {
  const { t, dateTime } = useTexts();
  const now = useNow();
  const [adding, setAdding] = useState(false);
  const stateOf = (silence: Silence) => (Date.parse(silence.endsAt) <= now ? 'over' : Date.parse(silence.startsAt) > now ? 'planned' : 'active');
  return (
    <div className="stack">
      <PageHead title={t('nav.silences')} lead={t('silences.lead')}><button type="button" className="button button--primary" onClick={() => setAdding(true)}>{t('silences.add')}</button></PageHead>
      <ResourceList<Silence> path={path} nameOf={(silence) => silence.comment || silence.id} emptyTitle={t('silences.empty')} emptyHint={t('silences.emptyHint')}
        sort={(left, right) => right.endsAt.localeCompare(left.endsAt)}
        render={(silence) => {
          const state = stateOf(silence);
          return {
            off: state === 'over',
            title: <><span>{silence.comment || <MatchersText matchers={silence.matchers} />}</span><span className="chip" data-status={state === 'active' ? 'degraded' : 'unknown'}>{t(`silences.${state}`)}</span></>,
            text: <><MatchersText matchers={silence.matchers} /> · {dateTime(silence.startsAt)} – {dateTime(silence.endsAt)}{silence.createdBy && <> · {silence.createdBy}</>}</>,
          };
        }} />
      {adding && <SilenceDialog onClose={() => setAdding(false)} />}
    </div>
  );
}

function SilenceDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTexts();
  const [opened] = useState(() => Date.now());
  const [draft, setDraft] = useState<Silence>(() => ({ id: '', comment: '', matchers: [{ label: 'provider', op: '=', value: '' }], startsAt: new Date(opened).toISOString(), endsAt: new Date(opened + twoHoursMs).toISOString() }));
  const save = useSaveResource<Silence>(path);
  const errors = errorsOf(save.error);
  const change = (part: Partial<Silence>) => setDraft((current) => ({ ...current, ...part }));
  return (
    <FormDialog title={t('silences.add')} draft={draft} onClose={onClose} saving={save.isPending} error={save.error} onSave={() => save.mutate(draft, { onSuccess: onClose })} canSave={draft.matchers.length > 0}>
      <MatchersField value={draft.matchers} onChange={(matchers) => change({ matchers })} error={errors.matchers} />
      <CheckboxField label={t('silences.matchesAll')} checked={draft.matchesAll ?? false} onChange={(matchesAll) => change({ matchesAll })} />
      <div className="fields">
        <TextField label={t('silences.from')} type="datetime-local" value={localInput(draft.startsAt)} onChange={(value) => change({ startsAt: utcOf(value) ?? draft.startsAt })} error={errors.startsat} required />
        <TextField label={t('silences.until')} type="datetime-local" value={localInput(draft.endsAt)} onChange={(value) => change({ endsAt: utcOf(value) ?? draft.endsAt })} error={errors.endsat} required />
      </div>
      <TextField label={t('silences.comment')} value={draft.comment} onChange={(comment) => change({ comment })} required error={errors.comment} />
    </FormDialog>
  );
}
