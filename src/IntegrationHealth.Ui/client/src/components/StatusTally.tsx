import { statuses, type Summary } from '../api/types';
import { useTexts } from '../i18n/I18n';
import { StatusIcon } from './StatusIcon';

interface Props {
  summary: Summary;
  selected: readonly string[];
  onChange: (selected: string[]) => void;
}

/** How many stand how: each number is also the filter for it. Zeros are grey; colour is where something is. */
export function StatusTally({ summary, selected, onChange }: Props) {
  const { t, number } = useTexts();
  const toggle = (status: string) => onChange(selected.includes(status) ? selected.filter((each) => each !== status) : [...selected, status]);
  return (
    <fieldset className="tally">
      <legend className="visually-hidden">{t('tally.legend')}</legend>
      {statuses.map((status) => (
        <button type="button" key={status} className="tally__item" data-status={status} data-zero={summary[status] === 0 || undefined}
          aria-pressed={selected.includes(status)} onClick={() => toggle(status)}>
          <StatusIcon status={status} size={16} />
          <b>{number(summary[status])}</b> {t(`status.${status}`)}
        </button>
      ))}
    </fieldset>
  );
}
