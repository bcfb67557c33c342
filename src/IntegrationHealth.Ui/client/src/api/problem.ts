export interface TextPosition {
  line: number;
  column: number;
}

interface Body {
  title?: string;
  detail?: string;
  errors?: Record<string, string[]>;
  line?: number;
  column?: number;
}

/** An error as the endpoints word it (RFC 9457), or the network's own. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    /** HTTP status; 0 when there was no answer. */
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    /** Messages by field. */
    readonly errors: Record<string, string[]> = {},
    readonly retryAfterSeconds: number | null = null,
    /** Where a text that was sent is wrong; lines and columns from 1. */
    readonly position: TextPosition | null = null,
  ) {
    super(detail || title);
  }

  static async of(response: Response): Promise<Problem> {
    const body = await response.json().catch(() => null) as Body | null;
    const position = body?.line === undefined || body.column === undefined ? null : { line: body.line, column: body.column };
    return new Problem(response.status, body?.title ?? response.statusText, body?.detail ?? '', body?.errors ?? {}, retryAfter(response), position);
  }
}

export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem(0, '', error instanceof Error ? error.message : String(error));
}

function retryAfter(response: Response): number | null {
  const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds : null;
}
