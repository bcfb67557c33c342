import { useEffect, useState } from 'react';

/** Reports what is typed once a person pauses. */
export function SearchInput({ value, onChange, label }: { value: string; onChange: (value: string) => void; label: string }) {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setText(value);
  }
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text), 250);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  return <input type="search" className="input input--search" placeholder={label} aria-label={label} value={text} onChange={(event) => setText(event.target.value)} />;
}
