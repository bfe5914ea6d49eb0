package io.jenkins.plugins.spindelivery.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class LanguageTest {
    @Test
    public void simplifiedChineseIsFoundWithoutItsLocaleInstalled() {
        for (String value :
                List.of("zh_CN.UTF-8", "zh_CN", "zh", "zh.UTF-8", "zh_SG.utf8", "zh-Hans", "zh_CN@pinyin")) {
            assertEquals(value, Optional.of(Locale.SIMPLIFIED_CHINESE), Language.of(Map.of("LANG", value)));
        }
    }

    @Test
    public void helpIsReadableWhereJavaKnowsNoSuchLocale() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Spin.class.getName(),
                "render",
                "--help");
        builder.environment().keySet().removeAll(List.of("LC_ALL", "LC_MESSAGES"));
        builder.environment().put("LC_CTYPE", "C");
        builder.environment().put("LANG", "zh_CN.UTF-8");
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        assertTrue(out, out.contains("显示此帮助"));
    }

    @Test
    public void theRestIsLeftToJava() {
        for (String value : List.of("", "C", "C.UTF-8", "en_US.UTF-8", "zh_TW.UTF-8", "zha_CN", "de_DE")) {
            assertEquals(value, Optional.empty(), Language.of(Map.of("LANG", value)));
        }
        assertEquals(Optional.empty(), Language.of(Map.of()));
    }

    @Test
    public void theFirstVariableThatIsSetDecides() {
        assertEquals(Optional.empty(), Language.of(Map.of("LC_ALL", "C", "LANG", "zh_CN.UTF-8")));
        assertEquals(
                Optional.of(Locale.SIMPLIFIED_CHINESE),
                Language.of(Map.of("LC_ALL", "", "LC_MESSAGES", "zh_CN.UTF-8", "LANG", "C")));
    }
}
