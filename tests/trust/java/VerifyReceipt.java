import java.io.FileInputStream;
import java.security.Security;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Verifies receipts with the JDK's own XML signatures: VerifyReceipt SEAL.crt UPO.xml… prints one word per file. */
public class VerifyReceipt {
    private static final String XADES = "http://uri.etsi.org/01903/v1.3.2#";

    public static void main(String[] files) throws Exception {
        Security.setProperty("jdk.xml.dsig.secureValidationPolicy",
            "disallowAlg http://www.w3.org/TR/1999/REC-xslt-19991116,"
            + "disallowAlg http://www.w3.org/TR/1999/REC-xpath-19991116,"
            + "disallowAlg http://www.w3.org/2002/06/xmldsig-filter2,"
            + "disallowAlg http://www.w3.org/2000/09/xmldsig#sha1,"
            + "disallowAlg http://www.w3.org/2000/09/xmldsig#rsa-sha1,"
            + "disallowAlg http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1,"
            + "maxTransforms 2,maxReferences 2,disallowReferenceUriSchemes file http https,"
            + "minKeySize RSA 3072,minKeySize EC 256,noDuplicateIds,noRetrievalMethodLoops");
        X509Certificate seal;
        try (FileInputStream in = new FileInputStream(files[0])) {
            seal = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
        for (int at = 1; at < files.length; at++) {
            System.out.println(verdict(files[at], seal));
        }
    }

    private static String verdict(String file, X509Certificate seal) {
        try {
            return valid(file, seal) ? "VALID" : "INVALID";
        } catch (Exception refused) {
            return "REFUSED " + refused.getMessage();
        }
    }

    private static boolean valid(String file, X509Certificate seal) throws Exception {
        DocumentBuilderFactory documents = DocumentBuilderFactory.newInstance();
        documents.setNamespaceAware(true);
        documents.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        documents.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        documents.setXIncludeAware(false);
        documents.setExpandEntityReferences(false);
        Document document = documents.newDocumentBuilder().parse(new java.io.File(file));
        NodeList signatures = document.getElementsByTagNameNS(XMLSignature.XMLNS, "Signature");
        if (signatures.getLength() != 1) {
            return false;
        }
        DOMValidateContext context = new DOMValidateContext(
            KeySelector.singletonKeySelector(seal.getPublicKey()), signatures.item(0));
        context.setProperty("org.jcp.xml.dsig.secureValidation", Boolean.TRUE);
        Element properties = (Element) document.getElementsByTagNameNS(XADES, "SignedProperties").item(0);
        context.setIdAttributeNS(properties, null, "Id");
        XMLSignature signature = XMLSignatureFactory.getInstance("DOM").unmarshalXMLSignature(context);
        List<Reference> references = signature.getSignedInfo().getReferences();
        boolean whole = references.size() == 2;
        for (Reference reference : references) {
            whole &= reference.validate(context);
        }
        return whole && signature.validate(context);
    }
}
