/** Headers as people write them: one a line. */
export function headersOf(text: string): Record<string, string> {
  return Object.fromEntries(text.split('\n').map((line) => line.split(/:(.*)/s)).filter(([name, value]) => name?.trim() && value !== undefined).map(([name, value]) => [(name ?? '').trim(), (value ?? '').trim()]));
}

export function headersText(headers: unknown): string {
  return headers && typeof headers === 'object' ? Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`).join('\n') : '';
}
