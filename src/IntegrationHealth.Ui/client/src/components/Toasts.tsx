import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Status } from '../api/types';
import { useTexts } from '../i18n/I18n';
import { StatusIcon } from './StatusIcon';

export interface Toast {
  /** A toast with the same key takes the place of the one before. */
  key: string;
  status: Status;
  title: string;
  text?: string;
}

type Show = (toast: Toast) => void;
const ToastContext = createContext<Show | null>(null);
const stayMs = 8000;
const most = 3;

/** `inside`: told at the foot of what it is about, as a part on a page of the host's own has no corner of the window to itself. */
export function ToastProvider({ children, inside = false }: { children: ReactNode; inside?: boolean }) {
  const [toasts, setToasts] = useState<Toast[]>([]);
  const show = useCallback<Show>((toast) => setToasts((all) => [...all.filter((each) => each.key !== toast.key), toast].slice(-most)), []);
  const close = useCallback((key: string) => setToasts((all) => all.filter((each) => each.key !== key)), []);
  return (
    <ToastContext value={show}>
      {children}
      <div className={inside ? 'toasts toasts--inside' : 'ih toasts'} role="status">
        {toasts.length > 0 && <ul>{toasts.map((toast) => <ToastItem key={toast.key} toast={toast} close={close} />)}</ul>}
      </div>
    </ToastContext>
  );
}

export function useToast(): Show {
  const show = use(ToastContext);
  return useMemo(() => show ?? (() => undefined), [show]);
}

function ToastItem({ toast, close }: { toast: Toast; close: (key: string) => void }) {
  const { t } = useTexts();
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => close(toast.key), stayMs);
    return () => clearTimeout(timer);
  }, [toast, held, close]);
  return (
    <li className="toast" onPointerEnter={() => setHeld(true)} onPointerLeave={() => setHeld(false)} onFocus={() => setHeld(true)} onBlur={() => setHeld(false)}>
      <StatusIcon status={toast.status} />
      <div>
        <strong>{toast.title}</strong>
        {toast.text && <p>{toast.text}</p>}
      </div>
      <button type="button" className="button button--quiet button--small" onClick={() => close(toast.key)} aria-label={t('action.close')}>×</button>
    </li>
  );
}
