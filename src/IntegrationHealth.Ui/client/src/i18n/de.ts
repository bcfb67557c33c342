import { first } from './de.first';
import { later } from './de.later';
import type { Messages } from './en';

export const de: Messages = { ...first, ...later };
