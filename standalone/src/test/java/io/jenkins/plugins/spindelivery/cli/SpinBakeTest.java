package io.jenkins.plugins.spindelivery.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@code spin bake plan} from its arguments to its output and exit code. */
public class SpinBakeTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Locale before = Locale.getDefault();
    private final TestConsole console = new TestConsole();

    @After
    public void language() {
        Locale.setDefault(before);
    }

    private int plan(String request, String... more) throws Exception {
        Path file = Files.writeString(folder.newFile().toPath(), request);
        String[] arguments = new String[more.length + 4];
        System.arraycopy(new String[] {"bake", "plan", "--request", file.toString()}, 0, arguments, 0, 4);
        System.arraycopy(more, 0, arguments, 4, more.length);
        return console.spin(arguments);
    }

    private JsonNode json() throws Exception {
        return new ObjectMapper().readTree(console.out());
    }

    @Test
    public void thePlanIsExactlyWhatWouldBeNamed() throws Exception {
        int code = plan(
                """
                {"package": "web_0.1-3_all curl", "base_os": "ubuntu", "base_ami": "ami-1", "build_number": 12,
                 "commit_hash": "170cdbd", "job": "shop/web", "build_host": "https://ci/", "vm_type": "hvm",
                 "region": "eu-central-1", "now": 1795352280115}
                """,
                "-o",
                "json");
        assertEquals(console.err(), 0, code);
        assertEquals(
                new ObjectMapper()
                        .readTree(
                                """
                                {"imageName": "web-all-1795352280115-ubuntu",
                                 "bakeKey": "bake:aws:ubuntu:ami-1:web_0.1-3_all|curl:eu-central-1:hvm:enhancedNWDisabled",
                                 "appversion": "web-0.1-h12.170cdbd/shop-web/12",
                                 "installer": "web=0.1-3 curl",
                                 "tags": {"Name": "web-all-1795352280115-ubuntu",
                                  "appversion": "web-0.1-h12.170cdbd/shop-web/12", "build_host": "https://ci/",
                                  "spin-delivery:job": "shop/web", "spin-delivery:build": "12",
                                  "spin-delivery:commit": "170cdbd", "spin-delivery:base-os": "ubuntu",
                                  "spin-delivery:base-image": "ami-1"}}
                                """)
                        .toString(),
                json().toString());
    }

    @Test
    public void withoutAVersionThereIsNone() throws Exception {
        plan("{\"package\": \"web\", \"baseOs\": \"amazon-linux\", \"region\": \"r\", \"now\": 1}", "-o", "json");
        assertTrue(json().get("appversion").isNull());
        assertEquals("web", json().get("installer").asText());
        assertEquals("web-all-1-amazon-linux", json().get("imageName").asText());
    }

    @Test
    public void wrongFieldsAreNamedAllAtOnce() throws Exception {
        int code = plan(
                """
                {"package": "web; reboot", "vm_type": "kvm", "upgrade": "maybe", "package_type": "NUPKG", "tags": [1],
                 "expires": "soon"}
                """,
                "-o",
                "json");
        assertEquals(2, code);
        String codes = "";
        for (JsonNode error : json().get("errors")) {
            codes += error.get("code").asText() + " " + error.get("message").asText() + "\\n";
        }
        for (String part : new String[] {"region", "web;", "vm_type", "upgrade", "package_type", "tags", "expires"}) {
            assertTrue(part + " in " + codes, codes.contains(part));
        }
    }

    @Test
    public void fieldsThatDoNothingAreWarnings() throws Exception {
        int code = plan(
                "{\"pakage\": \"web\", \"package\": \"web\", \"region\": \"r\", \"template_file_name\": \"t.json\"}");
        assertEquals(0, code);
        assertTrue(console.err(), console.err().contains("field pakage is not known"));
        assertTrue(console.err(), console.err().contains("field template_file_name is for Packer"));
        assertTrue(console.out(), console.out().contains(":t.json:web:r:hvm:"));
    }

    @Test
    public void whatIsNoRequestIsRefused() throws Exception {
        assertEquals(2, plan("[]"));
        assertTrue(console.err(), console.err().contains("one JSON object"));
        assertEquals(2, plan("{\"package\": "));
        assertTrue(console.err(), console.err().contains("no JSON, line 1"));
    }
}
