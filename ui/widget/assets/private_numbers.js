// Personal identity numbers are not shown again nor kept in the tab: any date and four digits, however parted. What the server
// masks (ui/operations/masking.py) is the same and more; here a question is only what somebody just wrote.
const PARTING = "[^0-9A-Za-zÅÄÖåäö:]{0,3}";
const NOT_A_DATE = "(?!(?:19|20)\\d\\d[-–/.]\\d\\d[-–/.]\\d\\d)"; // "2021-01-01 -2021-12-31" is a span of time
const PRIVATE_NUMBER = new RegExp(
  `(^|\\D)(?:(?:18|19|20)${PARTING})?\\d\\d${PARTING}(?:0[1-9]|1[0-2])${PARTING}(?:0[1-9]|[12]\\d|3[01]|6[1-9]|[78]\\d|9[01])`
  + `(?:${PARTING}:?${PARTING}${NOT_A_DATE}\\d{4}|\\s?[-+–−]\\s?${NOT_A_DATE}\\d\\s?\\d\\s?\\d\\s?\\d)(?!\\d)`, "g");

function withoutPrivateNumbers(text) {
  return text.replace(PRIVATE_NUMBER, "$1[personnummer]");
}
