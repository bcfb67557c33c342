import { useEffect, useState } from 'react';

/** Reports what is typed once a person pauses. */
export function SearchInput({ value, onChange, label, longest = 200 }: { value: string; onChange: (value: string) => void; label: string; longest?: number }) {
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
  return <input type="search" className="input input--search" placeholder={label} aria-label={label} maxLength={longest} value={text} onChange={(event) => setText(event.target.value)} />;
}
