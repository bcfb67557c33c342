/** Two letters for a provider that has no picture: of its first two words, or the first two of its only one. */
export function monogramOf(provider: string): string {
  const words = provider.split(/[^\p{L}\p{N}]+|(?<=\p{Ll})(?=\p{Lu})/u).filter(Boolean);
  const [first = '?', second] = words;
  const letters = second ? [...Array.from(first).slice(0, 1), ...Array.from(second).slice(0, 1)] : Array.from(first).slice(0, 2);
  return letters.map((letter, index) => (index === 0 || second ? letter.toLocaleUpperCase('en') : letter)).join('');
}

/** The same provider has the same hue everywhere, one of 24, 0–345. */
export function hueOf(provider: string): number {
  let hash = 2_166_136_261;
  for (const letter of provider) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16_777_619);
  return ((hash >>> 0) % 24) * 15;
}
