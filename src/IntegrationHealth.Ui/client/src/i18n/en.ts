import { first } from './en.first';
import { later } from './en.later';

/** Every text of the interface. The other languages must have the same keys; the compiler says so. */
export const en = { ...first, ...later };

export type First = Record<keyof typeof first, string>;
export type Later = Record<keyof typeof later, string>;
export type Messages = First & Later;
