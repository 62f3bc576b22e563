import { type Kysely, sql } from 'kysely'

/** Where mail to a person goes: an account's address, or what a guest gave and confirmed. Nobody else is in it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create view reachable_person as
    select person.id as person_id, person.language,
      case when person.is_anonymous then guest_address.email else person.email end as email
    from person left join guest_address on guest_address.person_id = person.id and guest_address.confirmed_at is not null
    where person.disabled_at is null and (not person.is_anonymous or guest_address.person_id is not null)`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop view reachable_person`.execute(db)
}
