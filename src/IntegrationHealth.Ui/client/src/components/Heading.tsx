import { createContext, use, type ReactNode } from 'react';

export type HeadingLevel = 1 | 2 | 3 | 4 | 5 | 6;

/** Where the parts stand in the outline of a page that is not ours; null in our own, where each part knows. */
const HeadingContext = createContext<HeadingLevel | null>(null);

export function HeadingLevelProvider({ level, children }: { level: HeadingLevel | null | undefined; children: ReactNode }) {
  const above = use(HeadingContext);
  return <HeadingContext value={level ?? above}>{children}</HeadingContext>;
}

/** Looks alike at every level: what it is in the outline and how large it is are two things. */
export function Heading({ usually, look, children }: { usually: HeadingLevel; look: 'title' | 'name'; children: ReactNode }) {
  const Element = `h${use(HeadingContext) ?? usually}` as const;
  return <Element className={`heading heading--${look}`}>{children}</Element>;
}
