import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

// A machine under load takes its time: only what never comes is a failure.
configure({ asyncUtilTimeout: 15_000 });
afterEach(cleanup);
