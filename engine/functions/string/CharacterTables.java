// Writes engine/functions/string/java_character_tables.inc: case mapping and letters as the running JDK knows them (JDK 17, Unicode 13).
//
// usage: java CharacterTables.java > tables   (then add the first and last lines that the file has)
import java.util.*;

public class CharacterTables {
  static void simple(String name, java.util.function.IntUnaryOperator op) {
    List<int[]> ranges = new ArrayList<>(); // first last stride delta
    for (int c = 128; c <= 0x10FFFF; c++) {
      int m = op.applyAsInt(c);
      if (m == c) continue;
      int d = m - c;
      if (!ranges.isEmpty()) {
        int[] r = ranges.get(ranges.size()-1);
        if (r[3] == d) {
          int gap = c - r[1];
          if (r[0]==r[1] && gap <= 2) { r[1]=c; r[2]=gap; continue; }
          if (gap == r[2]) { r[1]=c; continue; }
        }
      }
      ranges.add(new int[]{c,c,1,d});
    }
    System.out.println("constexpr CaseRange k"+name+"Ranges[] = {");
    StringBuilder line=new StringBuilder("   ");
    for (int[] r: ranges) {
      String s=String.format(" {0x%X, 0x%X, %d, %d},", r[0],r[1],r[2],r[3]);
      if (line.length()+s.length()>108) {System.out.println(line); line=new StringBuilder("   ");}
      line.append(s);
    }
    System.out.println(line); System.out.println("};\n");
  }
  static void special(String name, java.util.function.UnaryOperator<String> op, java.util.function.IntUnaryOperator simple) {
    System.out.println("constexpr SpecialCase k"+name+"Specials[] = {");
    StringBuilder line=new StringBuilder("   ");
    for (int c=128;c<=0x10FFFF;c++) {
      if (c>=0xD800&&c<=0xDFFF) continue;
      String s=new String(Character.toChars(c)); String m=op.apply(s);
      if (m.equals(new String(Character.toChars(simple.applyAsInt(c))))) continue;
      StringBuilder e=new StringBuilder();
      for (byte b: m.getBytes(java.nio.charset.StandardCharsets.UTF_8)) e.append(b>=0? (Character.isLetter(b)? "\" \""+(char)b+"\" \"": String.format("\\x%02X",b&255)) : String.format("\\x%02X",b&255));
      String lit=("\""+e+"\"").replace("\"\" ","").replace(" \"\"","");
      String t=String.format(" {0x%X, %s},", c, lit);
      if (line.length()+t.length()>108) {System.out.println(line); line=new StringBuilder("   ");}
      line.append(t);
    }
    System.out.println(line); System.out.println("};\n");
  }
  static void set(String name, java.util.function.IntPredicate p) {
    System.out.println("constexpr CodePointRange k"+name+"Ranges[] = {");
    StringBuilder line=new StringBuilder("   ");
    int start=-1;
    for (int c=128;c<=0x110000;c++) {
      boolean in = c<=0x10FFFF && p.test(c);
      if (in && start<0) start=c;
      if (!in && start>=0) { String t=String.format(" {0x%X, 0x%X},", start,c-1); start=-1;
        if (line.length()+t.length()>108) {System.out.println(line); line=new StringBuilder("   ");}
        line.append(t);}
    }
    System.out.println(line); System.out.println("};\n");
  }
  public static void main(String[] a) {
    simple("Upper", Character::toUpperCase);
    simple("Lower", Character::toLowerCase);
    special("Upper", s->s.toUpperCase(Locale.ROOT), Character::toUpperCase);
    special("Lower", s->s.toLowerCase(Locale.ROOT), Character::toLowerCase);
    set("Letter", Character::isLetter);
    set("Cased", c-> { int t=Character.getType(c); return t==Character.LOWERCASE_LETTER||t==Character.UPPERCASE_LETTER||t==Character.TITLECASE_LETTER|| (c>=0x02B0&&c<=0x02B8)||(c>=0x02C0&&c<=0x02C1)||(c>=0x02E0&&c<=0x02E4)||c==0x0345||c==0x037A||(c>=0x1D2C&&c<=0x1D61)||(c>=0x2160&&c<=0x217F)||(c>=0x24B6&&c<=0x24E9);});
  }
}
