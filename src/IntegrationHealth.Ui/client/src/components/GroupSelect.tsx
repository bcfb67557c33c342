import type { Grouping } from '../api/groups';
import { useTexts } from '../i18n/I18n';

/** Choice of what a list is grouped by; none is a plain list. */
export function GroupSelect({ value, options, onChange }: { value: Grouping | ''; options: readonly Grouping[]; onChange: (value: Grouping | '') => void }) {
  const { t } = useTexts();
  return (
    <select className="select" aria-label={t('groups.by')} value={value} onChange={(event) => onChange(event.target.value as Grouping | '')}>
      <option value="">{t('groups.none')}</option>
      {options.map((option) => <option key={option} value={option}>{t(`groups.by.${option}`)}</option>)}
    </select>
  );
}
