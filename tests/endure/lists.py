#!/usr/bin/env python3
"""Lists and the page of a case with 100,000 cases stored (DATONG_LIST_CASES): 50 requests each, one after another, then the pages. A few cases come by the
API; the rest are copies of their rows under new ids, indexed by the worker like any other (`datong check` would name
them). Some minutes and 1 GB of disk. Argument: the folder of the built programs."""
import base64, hashlib, hmac, http.client, json, os, pathlib, shutil, sqlite3, struct, subprocess, sys, tempfile, time

COUNT, ROUNDS = int(os.environ.get('DATONG_LIST_CASES', '100000')), 50
program = os.path.join(sys.argv[1], 'datong')
home = tempfile.mkdtemp(prefix='datong-lists-')
store = f'{home}/datong.db'


def run(*words):
    subprocess.run([program, *words], check=True, stdout=subprocess.DEVNULL)


class Server:
    def __init__(self):
        pathlib.Path(f'{home}/port').unlink(missing_ok=True)
        self.process = subprocess.Popen([program, 'serve', '--home', home, '--port', '0', '--port-file', f'{home}/port', '--web', 'web/dist'])
        while not (port := pathlib.Path(f'{home}/port').read_text().strip() if os.path.exists(f'{home}/port') else ''):
            time.sleep(0.05)
        self.port = int(port)

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Person:
    """One session on one connection."""

    def __init__(self, server, name, token=None):
        self.http, self.token = http.client.HTTPConnection('127.0.0.1', server.port), token
        while self.token is None:
            reply = self.ask('POST', '/v1/sessions', {'sign_in': name, 'password': f'datong-{name}', **self.one_time_code(name)})
            self.token = json.loads(reply[1]).get('token')
            if self.token is None:
                time.sleep(30 - time.time() % 30)  # each code serves once

    @staticmethod
    def one_time_code(name):
        secret = next((each['one_time_secret'] for each in ACCESS['officers'] if each['sign_in'] == name and each.get('one_time_secret')), None)
        if secret is None:
            return {}
        mac = hmac.new(base64.b32decode(secret + '=' * (-len(secret) % 8)), struct.pack('>Q', int(time.time()) // 30), hashlib.sha1).digest()
        at = mac[-1] & 15
        return {'one_time_code': f'{(struct.unpack(">I", mac[at:at + 4])[0] & 0x7fffffff) % 1000000:06}'}

    def ask(self, method, path, body=None, **headers):
        if self.token:
            headers['Authorization'] = f'Bearer {self.token}'
        text = json.dumps(body, ensure_ascii=False).encode() if body is not None else None
        self.http.request(method, path, text, {'Content-Type': 'application/json', **{k.replace('_', '-'): v for k, v in headers.items()}})
        reply = self.http.getresponse()
        return reply.status, reply.read()

    def call(self, method, path, body=None, **headers):
        status, text = self.ask(method, path, body, **headers)
        if status != 200:
            sys.exit(f'{method} {path}: {status} {text.decode()}')
        return json.loads(text)


def copies(database, old, count, first):
    """`count` copies of the rows of a case, with ids from `first` on and references of their own."""
    reference = database.execute('select reference from case_row where id=?', (old,)).fetchone()[0]
    series = f'with recursive copy(k) as (select 0 union all select k+1 from copy where k+1<{count})'
    new = f'({first}+k)'
    body = f"replace(replace(body, '{old}', cast({new} as text)), '{reference}', '{reference}-'||k)"
    for into, columns, source in (
            ('head', f'{new}, kind, version, steps, last_step_hash, {body}, sum', f'head where id={old}'),
            ('work', f'{new}, kind, bureau, office, stage, assigned_to, since, due_at, due_event, sum', f'work where id={old}'),
            ('step', f'{new}*256+row-{old}*256, hash, {body}, at, sum', f'step where row between {old}*256 and {old}*256+255'),
            ('message', f'{new}*128+row-{old}*128, hash, frame, format, signature, origin, arrived_at, sum',
             f'message where row between {old}*128 and {old}*128+127'),
            ('case_row', f"{new}, kind, unit, '{reference}-'||k, direction, lodged_on, sum", f'case_row where id={old}'),
            ('receipt', f'null, mailbox, (select max(serial) from receipt)+row_number() over (), {new}, {body}, sum', f'receipt where id={old}'),
            ('log', f'null, {new}, sequence, step_hash, chain', f'(select * from log where id={old} order by n desc limit 1)')):
        database.execute(f'{series} insert into {into} select {columns} from copy, {source}')


def measure(name, request):
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        request()
        times.append((time.perf_counter() - begin) * 1000)
    times.sort()
    print(f'| {name} | {times[ROUNDS // 2]:.0f} ms | {times[ROUNDS * 99 // 100]:.0f} ms |', flush=True)


try:
    run('keys', 'init', '--home', home)
    run('codes', 'load', 'data/classic', '--home', home)
    server = Server()
    run('example', '--home', home, '--port', str(server.port))
    ACCESS = json.load(open(f'{home}/access.json'))
    run('demo', '--access', f'{home}/access.json')
    server.stop()
    server = Server()
    clerk, desk = Person(server, 'desk2'), Person(server, 'desk1')
    released = next(row for row in desk.call('GET', '/v1/declarations?direction=O')['declarations'] if row['stage'] == 'released')
    document = desk.call('GET', f"/v1/declarations/{released['case']}/versions/1")
    cases = [int(released['case'])]
    for stage in ('in_review', 'accepted'):
        document['declarant_reference'] = document['message_uuid'] = f'LIST-{stage}'
        cases.append(int(clerk.call('POST', '/v1/declarations', document, Datong_Counter_Reason='01')['case']))
        if stage == 'accepted':
            desk.call('POST', f'/v1/declarations/{cases[-1]}/acts/accept', {}, Idempotency_Key='accept')
    server.stop()

    database = sqlite3.connect(store)
    for at, case in enumerate(cases):
        first = database.execute('select max(id)+1 from head').fetchone()[0]
        copies(database, case, COUNT // len(cases), first)
        database.execute('update mailbox set serial=(select max(serial) from receipt r where r.mailbox=mailbox.mailbox)')
    database.execute('update work set due_at=null')
    database.execute('update tail set steps=(select max(n) from log), chain=(select chain from log order by n desc limit 1)')
    database.commit()
    stored, steps = database.execute('select (select count(*) from head), (select count(*) from log)').fetchone()
    database.close()
    print(f'{stored} cases, {steps} steps', flush=True)

    server = Server()
    desk = Person(server, 'desk1', desk.token)
    number = released['declaration_number']
    for _ in range(300):
        if desk.call('GET', f'/v1/search?q=LIST-accepted-{COUNT // len(cases) - 1}')['rows']:
            break
        time.sleep(2)
    else:
        sys.exit('the copies are not indexed')
    case = cases[2] + 1000
    print('| Request | p50 | p99 |\n|---|---|---|')
    measure("work list of a desk, first page with counts", lambda: desk.call('GET', '/v1/work'))
    measure("… of a certificate desk", (lambda one: lambda: one.call('GET', '/v1/work'))(Person(server, 'cert1')))
    measure("… of an inspector", (lambda one: lambda: one.call('GET', '/v1/work'))(Person(server, 'insp1')))
    measure('search, the last six characters of a number', lambda: desk.call('GET', f'/v1/search?q={number[-6:]}'))
    measure('search, a whole reference', lambda: desk.call('GET', '/v1/search?q=LIST-accepted-1000'))
    measure('a case with its timeline', lambda: (desk.call('GET', f'/v1/declarations/{case}'), desk.call('GET', f'/v1/declarations/{case}/timeline')))
    measure('declarations of an office, first page', lambda: desk.call('GET', '/v1/declarations'))
    unit = Person(server, 'shili1')
    measure('declarations of a unit that has most, first page', lambda: unit.call('GET', '/v1/declarations'))
    measure('applications of the same unit', lambda: unit.call('GET', '/v1/applications'))
    subprocess.run(['node', 'web/e2e/bench_lists.mjs', f'http://127.0.0.1:{server.port}', f'{home}/access.json', 'LIST-accepted-1000'], check=True)
    server.stop()
finally:
    if 'server' in globals():
        server.process.kill()
    shutil.rmtree(home)
