export function AdminPages() { return <div />; }
