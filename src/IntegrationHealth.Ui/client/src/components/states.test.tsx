import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { Problem } from '../api/problem';
import { en } from '../i18n/en';
import { I18nProvider, textsOf } from '../i18n/I18n';
import { Awaiting } from './states';

const asked = { error: null as unknown, data: undefined, isFetching: true, errorUpdateCount: 0, refetch: () => null };
const texts = textsOf('en', en);
const page = (query: typeof asked) => (
  <I18nProvider texts={texts}><Awaiting query={query} notFound={<p>There is no such thing</p>}><p>Rows</p></Awaiting></I18nProvider>
);

it('goes on saying why there is no answer while it is asked for again', () => {
  const { rerender } = render(page(asked));
  expect(screen.getByText('Rows')).toBeInTheDocument();
  rerender(page({ ...asked, error: new Problem(503, 'Storage is away', ''), errorUpdateCount: 1, isFetching: false }));
  expect(screen.getByRole('alert')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Try again' })).not.toHaveAttribute('data-busy');
  rerender(page({ ...asked, errorUpdateCount: 1 }));
  expect(screen.queryByText('Rows')).not.toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Try again' })).toHaveAttribute('data-busy');
  expect(screen.getByRole('status')).toHaveTextContent('Loading');
});

it('says nothing of a question that was not asked before', () => {
  const { rerender } = render(page({ ...asked, error: new Problem(404, 'Not found', ''), errorUpdateCount: 1, isFetching: false }));
  rerender(page(asked));
  expect(screen.getByText('Rows')).toBeInTheDocument();
});

it('says of what is not there what it is told to say', () => {
  render(page({ ...asked, error: new Problem(404, 'Not found', ''), isFetching: false }));
  expect(screen.getByText('There is no such thing')).toBeInTheDocument();
});
