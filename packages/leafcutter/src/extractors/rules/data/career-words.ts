/** Words by which a part of a line is known as an organisation, or as a position or degree; folded, whole words or beginnings (`*`). */
export const organisationWords =
  'universi* college institut* school academy akademie academie hochschule fachhochschule polytech* faculty facultad facolta fakultat department dept ecole escuela scuola lycee liceo gymnasium instituto ' +
  'hospital* klinik* clinic* krankenhaus hopital ospedale medical center centre zentrum centro laborator* ' +
  'inc incorporated corp corporation llc ltd limited plc gmbh ag kg se sa srl spa bv nv co company companies group gruppe groupe gruppo holding* partners associates ventures ' +
  'bank banque banca sparkasse insurance versicherung* capital investment* financial trust fund foundation stiftung fondation fondazione ' +
  'solutions systems technologies tech software labs digital media studio* networks consulting services industries manufacturing logistics energy pharma* motors ' +
  'society association verein ministry ministerium ministere ministerio agency council commission museum museo musee gallery library press verlag theatre orchestra firm chambers court';

export const positionWords =
  'engineer* developer* manager* director* analyst* professor* lecturer* teacher* tutor instructor researcher scientist* fellow fellowship residency resident intern* internship trainee assistant* associate* consultant* advisor adviser specialist* administrator* coordinator* officer* president chair* head lead leader supervisor architect* designer* technician* nurse physician surgeon attending attorney lawyer counsel paralegal clerk accountant auditor controller* treasurer cashier secretary executive chief ceo cto cfo founder owner editor writer journalist postdoc* doctoral student ' +
  'ingenieur* entwickler* leiter* geschaftsfuhrer* mitarbeiter* berater* sachbearbeiter* referent* praktikant* werkstudent* auszubildende* lehrer* arzt* assistenz* wissenschaftliche* projektleiter* vertriebs* ' +
  'ingenieure directeur directrice responsable chef charge chargee developpeur stagiaire enseignant* professeur conseiller* assistante ' +
  'gerente director* jefe ingeniero* profesor* direttore ingegnere professore docente impiegato responsabile medewerker hoofd adviseur ' +
  'bachelor* master* mba bsc msc ba ma bs ms beng meng llb llm jd md phd dphil doctor* doctorate doktor diplom* diploma degree certificate abitur laurea dottorato licence licenciatura grado maturita promotion staatsexamen magister baccalaureat*';

/** Names of list items that mean an organisation, a position or degree, a place, or all that is said of it. */
export const organisationNames =
  'employer company organization organisation institution university college school publisher issuer hospital agency firm institute journal venue conference booktitle proceedings';
export const titleNames =
  'title position role job degree qualification designation occupation program programme course name';
export const placeNames = 'location city country place address state region';
export const descriptionNames =
  'description responsibilities details summary content achievements highlights duties notes text accomplishments';
