export type Values = Record<string, string | number>;

/** Puts values in the places of a message: `{name}`. */
export function fill(message: string, values: Values = {}): string {
  return message.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}
