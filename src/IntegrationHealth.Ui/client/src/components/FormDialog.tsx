import { useState, type ReactNode } from 'react';
import { problemOf } from '../api/problem';
import { useTexts } from '../i18n/I18n';
import { Dialog } from './Dialog';
import { refusalText } from './problemText';
import { useLeaveGuard } from './useDraft';

interface Props {
  title: string;
  /** What is being filled in: closing asks first once it differs from what it was at the beginning. */
  draft: unknown;
  onClose: () => void;
  onSave: () => void;
  saving: boolean;
  error: unknown;
  width?: number;
  canSave?: boolean;
  extra?: ReactNode;
  children: ReactNode;
}

/** A form in a dialog: what the server refuses is said beside its field, and the whole at the foot. */
export function FormDialog({ title, draft, onClose, onSave, saving, error, width, canSave = true, extra, children }: Props) {
  const { t } = useTexts();
  const text = JSON.stringify(draft);
  const [began] = useState(text);
  const mayLeave = useLeaveGuard(text !== began);
  const close = () => {
    if (mayLeave()) onClose();
  };
  return (
    <Dialog title={title} onClose={close} {...(width ? { width } : {})}>
      <form onSubmit={(event) => { event.preventDefault(); onSave(); }}>
        <div className="dialog__body">{children}</div>
        <div className="dialog__foot">
          <SaveError error={error} />
          {extra}
          <button type="button" className="button button--quiet" onClick={close}>{t('action.cancel')}</button>
          <button className="button button--primary" disabled={saving || !canSave} data-busy={saving || undefined}>{saving ? t('action.saving') : t('action.save')}</button>
        </div>
      </form>
    </Dialog>
  );
}

export function SaveError({ error }: { error: unknown }) {
  const texts = useTexts();
  return error ? <span className="field__error" role="alert">{refusalText(problemOf(error), texts)}</span> : null;
}
