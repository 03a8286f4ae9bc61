/** Words of minutes and of tables of results: what heads their lists and columns. */
export const listAtoms: Readonly<Record<string, string>> = {
  attendee:
    'attendee; attendees; attendance; members present; also present; in attendance; anwesend; anwesende; teilnehmende; teilnehmer; sitzungsteilnehmer; présents; présentes; membres présents; presentes; asistentes; presenti; aanwezig; aanwezigen; participants',
  absent:
    'absent; absentees; apologies; apologies for absence; abwesend; abwesende; entschuldigt; absents; absentes; excusés; excusées; ausentes; assenti; afwezig; afwezigen',
  decision:
    'decision; decisions; resolution; resolutions; beschluss; beschlüsse; décision; décisions; résolution; résolutions; decisiones; acuerdos; decisioni; besluiten',
  played:
    'played; matches played; games played; spiele; joués; matchs joués; jugados; giocate; gespeeld; gp; mp; pld; sp',
  won: 'won; wins; siege; gewonnen; gagnés; victoires; ganados; vinte',
  drawn: 'drawn; draws; ties; unentschieden; nuls; empates; pareggi; gelijk',
  lost: 'lost; losses; defeats; niederlagen; verloren; perdus; défaites; perdidos; perse',
};
