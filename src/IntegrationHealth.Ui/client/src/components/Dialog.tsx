import { useEffect, useId, useRef, type ReactNode } from 'react';
import { useTexts } from '../i18n/I18n';

interface Props {
  title: string;
  onClose: () => void;
  width?: number;
  children: ReactNode;
}

/** The browser's own modal dialog: it keeps the focus, makes the rest inert, closes on Escape and gives the focus back. */
export function Dialog({ title, onClose, width, children }: Props) {
  const { t } = useTexts();
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog ref={element} className="dialog" aria-labelledby={heading} style={width ? ({ '--dialog-width': `${width}px` } as React.CSSProperties) : undefined}
      onCancel={(event) => { event.preventDefault(); onClose(); }}
      onClose={(event) => {
        // A second Escape closes it without asking for leave; whether it stays closed is for whoever opened it to say.
        if (event.target !== event.currentTarget || event.currentTarget.open || !event.currentTarget.isConnected) return;
        event.currentTarget.showModal();
        onClose();
      }}>
      <div className="dialog__head">
        <h2 id={heading}>{title}</h2>
        <button type="button" className="button button--quiet button--icon" onClick={onClose} aria-label={t('action.close')}>×</button>
      </div>
      {children}
    </dialog>
  );
}
