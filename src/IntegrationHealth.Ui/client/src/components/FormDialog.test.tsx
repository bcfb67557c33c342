import { fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { en } from '../i18n/en';
import { I18nProvider, textsOf } from '../i18n/I18n';
import { TextField } from './fields';
import { Problem } from '../api/problem';
import { FormDialog, SaveError } from './FormDialog';

function Bench({ onClose }: { onClose: () => void }) {
  const [draft, setDraft] = useState({ name: 'Night' });
  return (
    <I18nProvider texts={textsOf('en', en)}>
      <FormDialog title="A window" draft={draft} onClose={onClose} onSave={() => undefined} saving={false} error={null}>
        <TextField label="Name" value={draft.name} onChange={(name) => setDraft({ name })} />
      </FormDialog>
    </I18nProvider>
  );
}

const ways: [string, () => Promise<void> | void][] = [
  ['Escape', () => { fireEvent(screen.getByRole('dialog'), new Event('cancel', { cancelable: true })); }],
  ['the cross', () => userEvent.click(screen.getByRole('button', { name: en['action.close'] }))],
  ['Cancel', () => userEvent.click(screen.getByRole('button', { name: en['action.cancel'] }))],
];

describe('SaveError', () => {
  it.each([
    [new Problem(400, 'Invalid values', 'Two values are not allowed.'), 'Two values are not allowed.'],
    [new Problem(413, '', ''), 'The server answered with status 413.'],
    [new TypeError('Failed to fetch'), en['error.noAnswer']],
  ])('says something of every error', (error, text) => {
    render(<I18nProvider texts={textsOf('en', en)}><SaveError error={error} /></I18nProvider>);
    expect(screen.getByRole('alert')).toHaveTextContent(text);
  });
});

describe('FormDialog', () => {
  it.each(ways)('asks before %s throws away what was typed', async (_, leave) => {
    const asked = vi.fn(() => false);
    vi.stubGlobal('confirm', asked);
    const onClose = vi.fn();
    render(<Bench onClose={onClose} />);
    await userEvent.type(screen.getByLabelText('Name'), ' shift');
    await leave();
    expect(asked).toHaveBeenCalledWith(en['form.leave']);
    expect(onClose).not.toHaveBeenCalled();
    asked.mockReturnValue(true);
    await leave();
    expect(onClose).toHaveBeenCalledTimes(1);
  });
  it.each(ways)('asks nothing where nothing was changed: %s', async (_, leave) => {
    const asked = vi.fn(() => true);
    vi.stubGlobal('confirm', asked);
    const onClose = vi.fn();
    render(<Bench onClose={onClose} />);
    await leave();
    expect(onClose).toHaveBeenCalledTimes(1);
    expect(asked).not.toHaveBeenCalled();
  });
  it('comes back, and asks, when the browser closes it on its own', async () => {
    vi.stubGlobal('confirm', () => false);
    const onClose = vi.fn();
    render(<Bench onClose={onClose} />);
    await userEvent.type(screen.getByLabelText('Name'), ' shift');
    const dialog = screen.getByRole<HTMLDialogElement>('dialog');
    dialog.close();
    fireEvent(dialog, new Event('close'));
    expect(dialog.open).toBe(true);
    expect(onClose).not.toHaveBeenCalled();
  });
});
