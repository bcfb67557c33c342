import { useId, useRef, type RefObject } from 'react';

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Line at fault, from 1. */
  faultLine: number | null;
  /** Id of the element that says what is wrong. */
  describedBy?: string | undefined;
  readOnly?: boolean;
  editor: RefObject<HTMLTextAreaElement | null>;
}

/** A text area with numbered lines; long lines scroll, so that a number always stands beside its line. */
export function CodeEditor({ label, value, onChange, faultLine, describedBy, readOnly = false, editor }: Props) {
  const id = useId();
  const numbers = useRef<HTMLOListElement>(null);
  const lines = value.split('\n').length;
  return (
    <div className={`code-editor${faultLine === null ? '' : ' code-editor--invalid'}`}>
      <label className="visually-hidden" htmlFor={id}>{label}</label>
      <div className="code-editor__gutter" aria-hidden="true">
        <ol ref={numbers}>{Array.from({ length: lines }, (_, index) => <li key={index} data-fault={index + 1 === faultLine || undefined}>{index + 1}</li>)}</ol>
      </div>
      <textarea id={id} ref={editor} value={value} wrap="off" spellCheck={false} autoComplete="off" readOnly={readOnly} rows={Math.min(18, Math.max(6, lines + 1))}
        aria-invalid={faultLine === null ? undefined : true} aria-describedby={describedBy}
        onChange={(event) => onChange(event.target.value)}
        onScroll={(event) => {
          if (numbers.current) numbers.current.style.translate = `0 ${-event.currentTarget.scrollTop}px`;
        }} />
    </div>
  );
}
