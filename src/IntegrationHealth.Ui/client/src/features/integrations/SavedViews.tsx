import { useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useTexts } from '../../i18n/I18n';
import { readViews, removeView, saveView } from './views';

/** Filters under a name, kept in this browser. */
export function SavedViews() {
  const { t } = useTexts();
  const search = useSearch();
  const [path, navigate] = useLocation();
  const [views, setViews] = useState(() => readViews(localStorage));
  const [naming, setNaming] = useState(false);
  const current = views.find((view) => view.query === search);
  if (views.length === 0 && search === '') return null;
  return (
    <div className="line views">
      {views.map((view) => (
        <button type="button" key={view.name} className="button button--small" aria-pressed={view === current} onClick={() => navigate(`${path}?${view.query}`)}>{view.name}</button>
      ))}
      {current
        ? <button type="button" className="button button--small button--quiet" onClick={() => setViews(removeView(localStorage, current.name))}>{t('views.remove')}</button>
        : search !== '' && (naming ? (
          <form className="line" onSubmit={(event) => {
            event.preventDefault();
            const name = new FormData(event.currentTarget).get('name');
            if (typeof name === 'string' && name.trim()) setViews(saveView(localStorage, { name: name.trim(), query: search }));
            setNaming(false);
          }}>
            {/* The person has just asked to type a name here. */}
            <input className="input" name="name" aria-label={t('views.name')} placeholder={t('views.name')} maxLength={40} ref={(input) => input?.focus()} />
            <button className="button button--small">{t('action.save')}</button>
          </form>
        ) : <button type="button" className="button button--small button--quiet" onClick={() => setNaming(true)}>{t('views.save')}</button>)}
    </div>
  );
}
