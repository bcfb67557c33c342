import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import { en } from '../i18n/en';
import { I18nProvider, textsOf } from '../i18n/I18n';
import { DurationField } from './fields';

function Bench({ initial, heard }: { initial: number; heard: number[] }) {
  const [value, setValue] = useState(initial);
  return (
    <I18nProvider texts={textsOf('en', en)}>
      <DurationField label="Remind every" value={value} onChange={(changed) => { heard.push(changed); setValue(changed); }} />
      <button type="button" onClick={() => setValue(90_000)}>from elsewhere</button>
    </I18nProvider>
  );
}

describe('DurationField', () => {
  it('keeps the unit while a number is typed', async () => {
    const heard: number[] = [];
    render(<Bench initial={4 * 3_600_000} heard={heard} />);
    const field = screen.getByLabelText('Remind every');
    await userEvent.clear(field);
    await userEvent.type(field, '60');
    expect(field).toHaveValue(60);
    expect(screen.getByLabelText<HTMLSelectElement>(/unit/).value).toBe('hour');
    expect(heard.at(-1)).toBe(60 * 3_600_000);
  });
  it('keeps the number when another unit is chosen', async () => {
    const heard: number[] = [];
    render(<Bench initial={90 * 60_000} heard={heard} />);
    await userEvent.selectOptions(screen.getByLabelText(/unit/), 'second');
    expect(screen.getByLabelText('Remind every')).toHaveValue(90);
    expect(heard).toEqual([90_000]);
  });
  it('shows what comes from elsewhere in its largest unit', async () => {
    render(<Bench initial={3_600_000} heard={[]} />);
    await userEvent.click(screen.getByRole('button'));
    expect(screen.getByLabelText('Remind every')).toHaveValue(90);
    expect(screen.getByLabelText<HTMLSelectElement>(/unit/).value).toBe('second');
  });
});
