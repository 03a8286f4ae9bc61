/** Words that carry no meaning in a label or a description; folded, divided by spaces. */
const words =
  'the a an of for on in at by and or with as is are was were be been this that these those it its your our their his her my ' +
  'which who whom whose any all each every per if not exactly given stated shown listed found appears appear appearing value values ' +
  'field extract return using used full formatted format e g eg i ie etc via into within where when how what has have had ' +
  'der die das den dem des ein eine einer eines und oder fur mit auf in im am an aus bei nach uber unter unser unsere unseren ihr ihre ' +
  'abzuglich abzgl minus moins menos meno ' +
  'ihrer ihren sie wir ist sind wird werden als auch zum zur beim durch gem gemass laut ' +
  'la les l d un une des de et ou pour avec sur dans en par aux votre vos notre nos est sont qui que ' +
  'el los las una unos y o para con por su sus nuestro nuestra del es son ' +
  'il lo gli i dei delle della dello degli di e per sul nel vostro nostra suo ' +
  'het een voor met op uw ons onze te door zijn bij ' +
  'os um uma do dos da das na nos com seu sua ' +
  'please see also only same such than then there here more below above under whether one two';

export const stopWords: ReadonlySet<string> = new Set(words.split(' '));
