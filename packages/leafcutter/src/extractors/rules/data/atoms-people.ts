/** Concepts of persons, organisations, addresses, work, study and health. Format as in atoms-general.ts. */
export const peopleAtoms: Readonly<Record<string, string>> = {
  person:
    'person; persons; personne; persona; persoon; pessoa; individual; herr; frau; mr; mrs; ms; human; natural person; betreuer',
  company:
    'company; firma; unternehmen; société; societe; empresa; società; azienda; bedrijf; entreprise; corporation; organization; organisation; organización; organizzazione; business; gesellschaft; entity; institution; registrant; betrieb; enterprise; organismo; ditta; establecimiento; körperschaft; body; authority; behörde; amt; agence; agentur; 会社; 公司; raison sociale; razón social; ragione sociale; firmenname; 会社名; 社名; 公司名称; 公司名稱',
  contact:
    'contact; contacts; kontakt; ansprechpartner; ansprechpartnerin; contacto; contatto; contactpersoon; interlocuteur; bearbeiter; sachbearbeiter; contato; contact person; zuständig; persona de contacto; referente; betreuer; kontaktperson; your contact; attention; ihr ansprechpartner',
  address:
    'address; addresses; adresse; anschrift; dirección; direccion; domicilio; indirizzo; adres; endereço; siège; sede; domicile; siège social; adresszeile; wohnanschrift; postal address; mailing address; mailing; location address; adr; residence; wohnsitz; straße und ort; premises; postanschrift; location; 住所; 住所; 所在地; 地址',
  street:
    'street; straße; strasse; str; rue; calle; via; straat; rua; road; avenue; street address; voie; adresse ligne; address line; strada; street and number; straße nr; straße hausnummer; n° et rue; po box; p o box; postfach; postbus; domicilio; line 1; gata; weg; allee; platz; boulevard; street name',
  housenumber:
    'house number; house or flat number; house no; house; hausnummer; haus nr; hausnr; hnr; numéro de rue; numéro civique; numero civico; huisnummer; building number; flat number; apartment number; unit number; house name or number',
  postcode:
    'postcode; post code; zip; zip code; zipcode; plz; postleitzahl; code postal; cp; código postal; cap; codice postale; postal code; postnummer; c p; postal; cep; postcode plaats; kod pocztowy; psč; plz ort; 郵便番号',
  city: 'city; town; ort; stadt; ville; ciudad; città; citta; plaats; stad; localité; población; cidade; municipality; wohnort; gemeinde; commune; comune; plz ort; localidad; località; by; stad; locality; village; 市; place; lieu; lugar; luogo; miejscowość',
  state:
    'state; bundesland; province; provinz; provincia; région; region; departamento; département; kanton; canton; prov; estado; staat; territory; gebiet; regione; provincie; st',
  county:
    'county; counties; landkreis; kreis; comté; comarca; graafschap; shire; parish; district; distrito; arrondissement',
  phone:
    'phone; phones; telephone; tel; telefon; téléphone; telephone; teléfono; telefono; telefoon; telefone; rufnummer; fon; mobile; mobil; handy; portable; móvil; cellulare; cell; ph; phone number; tél; telefonnummer; telephone number; gsm; durchwahl; mob; 電話; tfno; telf; telnr; main; hotline; contact number; 電話; 电话; 電話番号',
  fax: 'fax; telefax; télécopie; facsimile; faxnummer; fax number; telefaxnummer; fax nr; telecopie',
  email:
    'email; emails; e mail; e mails; mail; correo; correo electrónico; courriel; mél; posta elettronica; e mail adresse; email address; e post; mailadresse; adresse électronique; @; e mail address; adresse mail; elektronische adresse; pec; sähköposti; メール; メールアドレス; 邮箱; 电子邮件',
  website:
    'website; web; url; homepage; internet; site; site web; sitio web; sito; webseite; www; link; links; webpage; internetadresse; uri; web site; web address; profile; page web; doi; href',
  birth:
    'birth; born; geburt; geboren; geb; geburts; geburtsdatum; naissance; né; née; nacimiento; nascita; geboorte; nascimento; dob; date of birth; geburtstag; birthdate; birthday; year of birth; yob; né le; nato; 生年月日; dateofbirth; geb dat; geburtsjahr; 生年月日; 出生日期; 誕生日',
  death:
    'death; deceased; tod; gestorben; décès; defunción; morte; overlijden; died; verstorben; sterbedatum; óbito',
  age: 'age; alter; âge; edad; età; leeftijd; idade; aged; altersklasse; 年齢; ak',
  sex: 'sex; gender; geschlecht; sexe; sexo; sesso; geslacht; m f; men women; male female; genre; 性別',
  marital:
    'marital; familienstand; état civil; estado civil; stato civile; burgerlijke staat; married; verheiratet; situation de famille; marital status',
  firstname:
    'first name; given name; vorname; prénom; prenom; nombre; nome; voornaam; forename; vornamen; primeiro nome; first names; given names; rufname; prénoms; imię; 名',
  lastname:
    'last name; surname; family name; nachname; familienname; nom de famille; apellido; apellidos; cognome; achternaam; sobrenome; zuname; nom; nazwisko; 姓; second name; apelido',
  middlename:
    'middle name; middle initial; zweitname; deuxième prénom; segundo nombre; tussenvoegsel; tussenvoegsels',
  salutation: 'salutation; anrede; civilité; tratamiento; aanhef; honorific; prefix; titel; mr mrs',
  employee:
    'employee; employees; mitarbeiter; arbeitnehmer; salarié; employé; empleado; trabajador; dipendente; lavoratore; werknemer; funcionário; personal; personalnummer; staff; worker; personal nr; matricule; mitarbeiternummer; cognome e nome; 社員; colaborador; crew; server; cashier; kassierer; bediener; operator',
  employer:
    'employer; employers; arbeitgeber; employeur; empleador; datore di lavoro; werkgever; empregador; ditta; betrieb; azienda; patron; raison sociale employeur; dienstgeber; entreprise',
  department:
    'department; abteilung; département; departamento; reparto; afdeling; dept; service; bereich; division; office; büro; ministerium; fachbereich; section; ufficio; 部署; 課; unit',
  position:
    'job title; position; stelle; poste; puesto; cargo; posizione; functie; funktion; occupation; beruf; profession; profesión; professione; beroep; title; tätigkeit; qualification; role; rolle; emploi; fonction; qualifica; mansione; berufsbezeichnung; rang; grade; rank; bezeichnung der tätigkeit; ocupación; titre; job; dienstgrad; dienststellung; designation',
  salary:
    'salary; gehalt; lohn; salaire; salario; sueldo; stipendio; salaris; loon; wages; wage; pay; vergütung; remuneration; rémunération; earnings; bezüge; entgelt; grundlohn; compensation; nómina; retribuzione; earned; verdienst; nettolohn; traitement; basic pay; base salary; grundgehalt',
  payslip:
    'payslip; lohnabrechnung; gehaltsabrechnung; bulletin de paie; bulletin de salaire; nómina; busta paga; loonstrook; entgeltabrechnung; pay stub; cedolino; paystub; pay statement; verdienstabrechnung; brutto netto abrechnung; fiche de paie; loonspecificatie',
  deductions:
    'deduction; deductions; abzug; abzüge; retenue; retenues; deducciones; deducción; trattenute; trattenuta; inhoudingen; inhouding; withheld; withholding; einbehalt; cotisations; contributions; descuentos; retención; retenciones; trattenute totali; deducts; cotisation; sozialversicherung; ritenuta; ritenute',
  education:
    'education; ausbildung; bildung; formation; educación; istruzione; opleiding; studium; études; estudios; studi; school; schule; école; escuela; scuola; schulbildung; academic; qualification; educação; academic background; formación',
  university:
    'university; universität; université; universidad; università; universiteit; college; hochschule; institution; institute; institut; fachhochschule; alma mater; institución; school; faculty; fakultät',
  degree:
    'degree; abschluss; diplôme; diplome; título; titolo; diploma; qualification; graduation; grado; laurea; bachelor; master; phd; studienabschluss; diplom; grad; qualification title; studiengang',
  experience:
    'experience; appointments; positions held; professional background; professional appointments; work; jobs; erfahrung; berufserfahrung; expérience; experiencia; esperienza; ervaring; work history; werdegang; employment; berufspraxis; beschäftigung; employment history; professional experience; career; laufbahn; emploi; experiência; work experience; tätigkeiten; beruflicher werdegang',
  skill:
    'skill; skills; fähigkeiten; kenntnisse; compétences; habilidades; competencias; competenze; vaardigheden; expertise; technologies; kompetenzen; tools; competências; proficiencies; technical skills; sprachkenntnisse; edv kenntnisse; competencies; fertigkeiten; stärken; aptitudes',
  certification:
    'certification; certifications; certificate; certificates; zertifikat; zertifikate; certificat; certificado; certificato; certificaat; license; licence; lizenz; licencia; bescheinigung; urkunde; licenses; zeugnis; attestation; zertifizierung; award; awards; honors; auszeichnung; auszeichnungen; prix; premios; premi; distinctions; membership; memberships; mitgliedschaft; honours; fellowships',
  publication:
    'publication; publications; veröffentlichung; veröffentlichungen; publicación; publicaciones; pubblicazione; pubblicazioni; publicatie; publikation; publikationen; published; publié; articles; erscheinungsdatum; papers; bibliography; published in; publicações; appeared',
  author:
    'author; authors; autor; autoren; auteur; auteurs; autores; autore; autori; verfasser; written by; by; writer; creator; ersteller; verfasst; bearbeitet',
  affiliation:
    'affiliation; affiliations; zugehörigkeit; afiliación; institution; institutional; team; club; verein; organisation; équipe; equipo; squadra; mannschaft; society; member; mitglied',
  publisher:
    'publisher; verlag; herausgeber; éditeur; editor; editorial; editore; uitgever; press; journal; venue; conference; zeitschrift; proceedings; revue; revista; rivista; konferenz; published by; konferenzband',
  abstract:
    'abstract; zusammenfassung; résumé; resumen; riassunto; samenvatting; summary; executive summary; overview; kurzfassung; sommaire; synopsis; resumo; übersicht; sommario; aperçu; récapitulatif',
  citation:
    'citations; citation; references; reference list; bibliography; literature cited; works cited; cited works; literatur; literaturverzeichnis; literaturangaben; quellenverzeichnis; références; références bibliographiques; bibliographie; referencias; referencias bibliográficas; bibliografía; bibliografia; riferimenti bibliografici; literatuur; literatuurlijst; referências; 参考文献',
  keywords:
    'keywords; keyword; key words; schlüsselwörter; schlagwörter; schlagworte; mots clés; mots clefs; palabras clave; parole chiave; trefwoorden; index terms; stichwörter; palavras chave; tags; topics; subject areas',
  profile:
    'profile; profil; perfil; profilo; about; objective; personal statement; statement; über mich; à propos; sobre mí; professional summary; career objective; kurzprofil; bio; biography; zielsetzung; professional profile; about me; summary; introduction; executive profile; chi sono',
  hobby:
    'hobby; hobbies; interests; interessen; intérêts; loisirs; aficiones; intereses; interessi; centres d intérêt; freizeit; volunteer; volunteering; ehrenamt; bénévolat; volunteer work; passe temps; passatempi',
  patient:
    'patient; patients; patientin; paciente; paziente; patiënt; patient name; versicherter; insured person; proband; case; fall; pt',
  doctor:
    'doctor; physician; arzt; ärztin; médecin; médico; medico; arts; dr; provider; behandler; consultant; referring; überweiser; prescriber; praxis; attending; hausarzt; surgeon; facharzt; referred by; prescripteur',
  hospital:
    'hospital; krankenhaus; klinik; hôpital; clinic; clinique; ospedale; ziekenhuis; facility; clínica; laboratory; labor; laboratoire; laboratorio; lab; station; ward; praxis',
  diagnosis:
    'diagnosis; diagnoses; diagnose; diagnosen; diagnostic; diagnóstico; diagnosi; befund; impression; icd; findings; assessment; beurteilung; diagnósticos; hauptdiagnose',
  medication:
    'medication; medications; medikament; medikamente; médicament; medicamento; farmaco; drug; arzneimittel; prescription; rezept; ordonnance; medicine; medicijn; médicaments; medicatie; medikation; rx; wirkstoff',
  dose: 'dose; dosage; dosis; dosierung; posologie; dosaggio; strength; stärke; dosering; posología',
  frequency:
    'frequency; häufigkeit; fréquence; frecuencia; frequenza; sig; how often; frequentie; turnus; rhythmus',
  specimen:
    'specimen; sample; probe; échantillon; muestra; campione; monster; material; probenart; collected; entnahme; prélèvement; collection',
  result:
    'result; results; ergebnis; ergebnisse; résultat; résultats; resultado; resultados; risultato; risultati; resultaat; score; outcome; messwert; wert; bewertung; findings; uitslag',
  reference_range:
    'reference range; referenzbereich; normal range; valeurs de référence; valores de referencia; valori di riferimento; normbereich; reference interval; referenzwerte; bio ref interval; ref range; normalwerte; normal values',
  insurance:
    'insurance; versicherung; versicherungs; assurance; seguro; seguros; assicurazione; verzekering; policy; police; coverage; deckung; polizza; póliza; krankenkasse; mutuelle; versicherer; haftpflicht; polis; contract of insurance; couverture; apólice',
  insured:
    'insured; named insured; versicherungsnehmer; versicherter; assuré; asegurado; assicurato; verzekerde; policyholder; policy holder; tomador; souscripteur; contraente; insured name; versicherte person; applicant; antragsteller; verzekeringnemer; preneur d assurance; segurado',
  insurer:
    'insurer; versicherer; assureur; aseguradora; assicuratore; verzekeraar; insurance company; insurance carrier; underwriter; versicherungsgesellschaft; seguradora',
  policy:
    'policy; policies; police; versicherungsschein; póliza; polizza; polis; contrat d assurance; vsnr; apólice',
  premium:
    'premium; premiums; prämie; beitrag; prime; prima; premio; premie; versicherungsbeitrag; jahresbeitrag; prêmio; cotisation; policy premium; beiträge; annual premium; total premium',
  deductible:
    'deductible; selbstbeteiligung; selbstbehalt; franchise; franquicia; franchigia; eigen risico; excess; deductibles; franquia; eigenrisico',
  coverage:
    'coverage; coverages; deckung; garantie; cobertura; copertura; dekking; limit; limits; limit of liability; versicherungssumme; deckungssumme; garanties; insured value; sum insured; suma asegurada; massimale; plafond; coberturas',
  claim:
    'claim; claims; schaden; sinistre; siniestro; sinistro; schadenmeldung; réclamation; loss; schadenfall; schadensdatum; date of loss; anspruch; forderung',
};
