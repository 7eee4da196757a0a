import java.io.File;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionURI;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationLink;
import org.apache.pdfbox.text.PDFTextStripper;

/**
 * Prints the text of a PDF as PDFBox extracts it ("pdfbox"), or in the shape
 * of Apache Tika's plain text, which is PDFBox's with an empty line after each
 * paragraph and a page's link addresses after the page ("tika").
 */
public class Extract {
    public static void main(String[] args) throws IOException {
        boolean tika = args[0].equals("tika");
        PDFTextStripper stripper = new PDFTextStripper();
        stripper.setLineSeparator("\n");
        if (tika) {
            stripper.setPageStart("\n");
            stripper.setPageEnd("");
            stripper.setParagraphEnd("\n");
        }
        try (PDDocument pdf = PDDocument.load(new File(args[1]));
                Writer out = new OutputStreamWriter(System.out, StandardCharsets.UTF_8)) {
            for (int n = 1; n <= pdf.getNumberOfPages(); n++) {
                stripper.setStartPage(n);
                stripper.setEndPage(n);
                out.write(stripper.getText(pdf));
                if (tika) {
                    writeLinks(pdf.getPage(n - 1), out);
                }
            }
        }
    }

    private static void writeLinks(PDPage page, Writer out) throws IOException {
        for (PDAnnotation a : page.getAnnotations()) {
            if (a instanceof PDAnnotationLink && ((PDAnnotationLink) a).getAction() instanceof PDActionURI) {
                out.write(((PDActionURI) ((PDAnnotationLink) a).getAction()).getURI() + "\n");
            }
        }
    }
}
