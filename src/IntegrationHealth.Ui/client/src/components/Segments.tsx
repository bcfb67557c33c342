import { useId } from 'react';

interface Props<T extends string> {
  legend: string;
  value: T;
  options: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
  full?: boolean;
  showLegend?: boolean;
}

/** One of a few: radio buttons that look like one control. */
export function Segments<T extends string>({ legend, value, options, onChange, full = false, showLegend = false }: Props<T>) {
  const name = useId();
  return (
    <fieldset>
      <legend className={showLegend ? undefined : 'visually-hidden'}>{legend}</legend>
      <div className={`segments${full ? ' segments--full' : ''}`}>
        {options.map(([option, text]) => (
          <label key={option}><input type="radio" name={name} value={option} checked={option === value} onChange={() => onChange(option)} />{text}</label>
        ))}
      </div>
    </fieldset>
  );
}
