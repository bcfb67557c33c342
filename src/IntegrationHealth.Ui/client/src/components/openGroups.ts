/** Which groups are open, as an address keeps it: each key escaped on its own, as keys may hold commas; a leading dot lets the empty key be one. */
export function readOpen(text: string | null): string[] {
  return text?.split(',').filter((part) => part.startsWith('.')).map((part) => unescaped(part.slice(1))) ?? [];
}

export function writeOpen(keys: readonly string[]): string | null {
  return keys.length === 0 ? null : keys.map((key) => `.${encodeURIComponent(key)}`).join(',');
}

export function toggled(keys: readonly string[], key: string): string[] {
  return keys.includes(key) ? keys.filter((each) => each !== key) : [...keys, key];
}

/** An address may have been cut off by whoever sent it. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
