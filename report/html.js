'use strict';
(() => {
const $ = id => document.getElementById(id);
const reports = [...document.querySelectorAll('article')];
const filters = $('filters');
const texts = new Map();
let current = -1;

const lines = (report, name) => (report.dataset[name] || '').split('\n').filter(s => s);

function text(report) {
	if (!texts.has(report))
		texts.set(report, report.textContent.toLowerCase());
	return texts.get(report);
}

function fill(parent, name) {
	const values = new Set(reports.flatMap(r => lines(r, name)));

	for (const value of [...values].sort()) {
		const option = document.createElement('option');
		option.value = value;
		option.textContent = value;
		parent.append(option);
	}
}

function matches(report) {
	const words = $('search').value.toLowerCase().split(/\s+/).filter(s => s);
	const lock = $('lock').value.trim();

	return Number(report.dataset.confidence) >= Number($('confidence').value) &&
		(!$('kind').value || report.dataset.kind === $('kind').value) &&
		(!$('folder').value || lines(report, 'folders').includes($('folder').value)) &&
		(!lock || lines(report, 'locks').some(name => name.includes(lock))) &&
		words.every(word => text(report).includes(word));
}

function apply() {
	let shown = 0;

	for (const report of reports) {
		report.hidden = !matches(report);
		shown += !report.hidden;
	}
	$('confidence-shown').value = $('confidence').value + '%';
	$('count').textContent = shown === reports.length ? `all ${shown} shown` : `${shown} of ${reports.length} shown`;
}

function mark(at) {
	if (current >= 0)
		reports[current].classList.remove('current');
	current = at;
	reports[at].classList.add('current');
}

function select(at) {
	mark(at);
	reports[at].querySelector('summary').focus({ preventScroll: true });
	reports[at].scrollIntoView({ block: 'start' });
}

function move(step) {
	for (let at = current + step; at >= 0 && at < reports.length; at += step)
		if (!reports[at].hidden)
			return select(at);
}

function toggle() {
	if (current >= 0)
		reports[current].firstElementChild.open = !reports[current].firstElementChild.open;
}

function isDark() {
	const theme = document.documentElement.dataset.theme;

	return theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}

function changeTheme() {
	document.documentElement.dataset.theme = isDark() ? 'light' : 'dark';
}

/* An address may lead into a report that is closed or filtered out. */
function showTarget() {
	const target = document.getElementById(location.hash.slice(1));
	const report = target && target.closest('article');

	if (!report)
		return;
	report.hidden = false;
	report.firstElementChild.open = true;
	target.focus({ preventScroll: true });
	target.scrollIntoView({ block: 'nearest' });
}

/* The tab key leads to each lock and, once, to each edge, of which shape and label are links. */
function prepare(picture) {
	for (const node of picture.querySelectorAll('.node'))
		if (!node.querySelector('a[*|href]')) {
			node.tabIndex = 0;
			node.setAttribute('role', 'button');
			node.setAttribute('aria-label', `filter by ${node.querySelector('title').textContent}`);
		}
	for (const edge of picture.querySelectorAll('.edge'))
		for (const link of [...edge.querySelectorAll('a[*|href]')].slice(0, -1))
			link.setAttribute('tabindex', '-1');
}

function onFocus(event) {
	const report = event.target.closest('article');

	if (report)
		mark(reports.indexOf(report));
}

function onNode(event) {
	const node = event.target.closest('.picture .node');

	if (!node || event.target.closest('a[*|href]'))
		return;
	event.preventDefault();
	$('lock').value = node.querySelector('title').textContent;
	apply();
	node.closest('article').scrollIntoView({ block: 'start' });
}

const keys = {
	'/': () => $('search').focus(), j: () => move(1), k: () => move(-1), o: toggle, t: changeTheme,
	Escape: () => { filters.reset(); document.activeElement.blur(); },
};

function onKey(event) {
	const typing = event.target.matches('input:not([type=range]), select');

	if (event.target.matches('.node') && (event.key === 'Enter' || event.key === ' '))
		return onNode(event);
	if (event.ctrlKey || event.altKey || event.metaKey || !Object.hasOwn(keys, event.key) || (typing && event.key !== 'Escape'))
		return;
	event.preventDefault();
	keys[event.key]();
}

fill($('lock-names'), 'locks');
fill($('folder'), 'folders');
fill($('kind'), 'kind');
filters.hidden = false;
document.querySelector('.keys').hidden = false;
filters.addEventListener('input', apply);
filters.addEventListener('submit', event => event.preventDefault());
filters.addEventListener('reset', () => setTimeout(apply));
$('theme').addEventListener('click', changeTheme);
document.addEventListener('keydown', onKey);
document.addEventListener('click', onNode);
document.addEventListener('focusin', onFocus);
document.querySelectorAll('.picture').forEach(prepare);
addEventListener('hashchange', showTarget);
apply();
showTarget();
})();
