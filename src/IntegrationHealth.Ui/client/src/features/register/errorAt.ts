/** What is wrong with a field: of an empty one only that it is needed, in the page's language, rather than the server's account of emptiness. */
export function errorAt(error: string | undefined, value: unknown, needed: string): string | undefined {
  const empty = value === undefined || value === null || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0);
  return error !== undefined && empty ? needed : error;
}
