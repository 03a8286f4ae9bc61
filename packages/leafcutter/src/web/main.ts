/** Shows what the address names: `#/jobs/<id>` a job, all else the start. */
import { make, sentenceOf, show } from './dom.ts';
import { showJob } from './job-view.ts';
import { showStart } from './start-view.ts';

let shown = new AbortController();

function route(): void {
  shown.abort();
  shown = new AbortController();
  const { signal } = shown;
  const job = /^#\/jobs\/([\w-]+)$/.exec(location.hash)?.[1];
  const showing = job === undefined ? showStart(signal) : showJob(job, signal);
  showing.catch((error: unknown) => {
    if (signal.aborted) return;
    show(
      make(
        'section',
        { class: 'card' },
        make('h1', {}, 'That did not work'),
        make('p', {}, sentenceOf(error)),
        make('p', {}, make('a', { href: '#/' }, 'To the start')),
      ),
    );
  });
}

// The token of the run is in a cookie by now: it need not stand in the address, or in a picture of the screen.
if (location.search !== '') history.replaceState(null, '', location.pathname + location.hash);
addEventListener('hashchange', route);
route();
