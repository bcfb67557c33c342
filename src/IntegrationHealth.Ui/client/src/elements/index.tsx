import { defineHealthElements } from './elements';

// In a variable: Vite takes the two in one expression for an asset, and puts this very file there as a data: address.
const script = import.meta.url;

/** Beside this script stands config.json, which says where the endpoints are. */
defineHealthElements(new URL('./', script).href);
