import { defineHealthElements } from './elements';

/** Beside this script stands config.json, which says where the endpoints are. */
defineHealthElements(new URL('./', import.meta.url).href);
