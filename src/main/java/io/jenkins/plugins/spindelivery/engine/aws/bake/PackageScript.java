package io.jenkins.plugins.spindelivery.engine.aws.bake;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What installs a recipe's packages on a builder, those of repositories and those of files in one transaction. */
final class PackageScript {
    /** Where files are fetched to, in the folder in which the script runs. */
    static final String FOLDER = "downloads";

    /** A try that fails is made again, and so is one that brings nothing for half a minute. */
    private static final String CURL = "curl -gfsS --retry 5 --retry-connrefused --connect-timeout 10 --speed-limit 1"
            + " --speed-time 30 --max-time 900 ";

    private static final String NO_CURL = "The base image has no curl, which is to fetch packages.";

    private final BakeRecipe recipe;
    private final List<PackageDownload> downloads;
    private final String what;

    PackageScript(BakeRecipe recipe, List<PackageDownload> downloads) {
        this.recipe = recipe;
        this.downloads = downloads;
        Stream<String> names = recipe.installed().stream().map(each -> quoted(each.installer(recipe.packageType())));
        Stream<String> files = IntStream.range(0, downloads.size()).mapToObj(i -> quoted("./" + file(i)));
        this.what = Stream.concat(names, files).collect(Collectors.joining(" "));
    }

    private String file(int index) {
        return FOLDER + "/" + (index + 1) + "/" + downloads.get(index).fileName();
    }

    /** The script, which ends with its first command that fails when it is run by {@code bash -e}. */
    String text() {
        if (!recipe.upgrade() && what.isEmpty()) {
            return "";
        }
        List<String> lines = new ArrayList<>(fetching());
        lines.addAll(recipe.packageType() == PackageType.DEB ? deb() : rpm());
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private List<String> fetching() {
        List<String> lines = new ArrayList<>();
        if (!downloads.isEmpty()) {
            lines.add("command -v curl > /dev/null || { echo " + quoted(NO_CURL) + "; exit 1; }");
        }
        for (int i = 0; i < downloads.size(); i++) {
            PackageDownload download = downloads.get(i);
            String file = quoted(file(i));
            lines.add("mkdir -p " + FOLDER + "/" + (i + 1));
            lines.add("echo " + quoted("Fetching " + download.fileName()));
            lines.add(CURL + following(download) + "-o " + file + " " + quoted(download.url()) + " || { code=$?; echo "
                    + quoted(download.fileName() + " can't be fetched: curl ended with exit code ")
                    + "$code; exit $code; }");
            if (!download.digest().isEmpty()) {
                lines.add("echo " + quoted(download.digest() + "  " + file(i)) + " | sha256sum -c --quiet -");
            }
        }
        return lines;
    }

    /** A public URL may lead elsewhere, but not out of its scheme; a signed one is for one host only. */
    private static String following(PackageDownload download) {
        String scheme = download.url().substring(0, download.url().indexOf(':')).toLowerCase(Locale.ROOT);
        return "--proto =" + scheme + (download.isPublic() ? " -L --max-redirs 5 --proto-redir =" + scheme : "") + " ";
    }

    private List<String> deb() {
        List<String> lines = new ArrayList<>();
        String list = "/etc/apt/sources.list.d/spin-delivery.list";
        // What a new instance does by itself at its first start may hold the lock for minutes.
        String apt = "apt-get -q -y -o DPkg::Lock::Timeout=600 -o Dpkg::Options::=--force-confold ";
        lines.add("export DEBIAN_FRONTEND=noninteractive");
        for (String repository : recipe.repositories()) {
            lines.add("echo " + quoted(repository) + " >> " + list);
        }
        lines.add(apt + "update");
        if (recipe.upgrade()) {
            lines.add(apt + "dist-upgrade");
        }
        if (!what.isEmpty()) {
            lines.add(apt + "install " + what);
        }
        lines.add("rm -f " + list);
        return lines;
    }

    private List<String> rpm() {
        List<String> lines = new ArrayList<>();
        lines.add("rpms=$(command -v dnf || command -v yum)");
        int number = 0;
        for (String repository : recipe.repositories()) {
            number++;
            lines.add(repository(repository, "spin-delivery-" + number));
        }
        if (recipe.upgrade()) {
            lines.add("\"$rpms\" -y upgrade");
        }
        if (!what.isEmpty()) {
            lines.add("\"$rpms\" -y install " + what);
        }
        lines.add("rm -f /etc/yum.repos.d/spin-delivery-*.repo");
        return lines;
    }

    private static String repository(String url, String name) {
        String file = "/etc/yum.repos.d/" + name + ".repo";
        return url.endsWith(".repo")
                ? "curl -fsSL " + quoted(url) + " -o " + file
                : "printf '%s\\n' '[" + name + "]' 'name=" + name + "' " + quoted("baseurl=" + url) + " 'enabled=1' > "
                        + file;
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
