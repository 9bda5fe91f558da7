// The peer: a certificate's public record by its number, from SQLite, nothing checked. The row's JSON is sent as it stands.
// node server.mjs <rows.ndjson: {"number", "body"} a line> <new database file> <port file>
import { createReadStream, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import Fastify from 'fastify';

const [rowsFile, databaseFile, portFile] = process.argv.slice(2);
const database = new Database(databaseFile);
database.pragma('journal_mode = WAL');
database.exec('create table certificate (number text primary key, body text not null) without rowid');
const insert = database.prepare('insert into certificate values (?, ?)');
database.exec('begin');
for await (const line of createInterface({ input: createReadStream(rowsFile) })) {
  const { number, body } = JSON.parse(line);
  insert.run(number, body);
}
database.exec('commit');

const find = database.prepare('select body from certificate where number = ?').pluck();
const app = Fastify({ logger: false });
app.get('/certificates/:number', (request, reply) => {
  const body = find.get(request.params.number);
  if (body === undefined) return reply.code(404).send();
  reply.type('application/json').send(body);
});
await app.listen({ host: '127.0.0.1', port: 0 });
writeFileSync(portFile, `${app.server.address().port}\n`);
process.on('SIGTERM', () => process.exit(0));
