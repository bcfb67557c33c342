const key = 'integration-health:views';

export interface SavedView {
  name: string;
  /** Query string without its question mark. */
  query: string;
}

export function readViews(storage: Storage): SavedView[] {
  try {
    const views = JSON.parse(storage.getItem(key) ?? '[]') as SavedView[];
    return Array.isArray(views) ? views.filter((view) => typeof view.name === 'string' && typeof view.query === 'string') : [];
  } catch {
    return [];
  }
}

/** A view of the same name takes the place of the one before. */
export function saveView(storage: Storage, view: SavedView): SavedView[] {
  return write(storage, [...readViews(storage).filter((each) => each.name !== view.name), view]);
}

export function removeView(storage: Storage, name: string): SavedView[] {
  return write(storage, readViews(storage).filter((view) => view.name !== name));
}

function write(storage: Storage, views: SavedView[]): SavedView[] {
  try {
    storage.setItem(key, JSON.stringify(views));
  } catch {
    // Storage is full or forbidden: the views last until the page closes.
  }
  return views;
}
