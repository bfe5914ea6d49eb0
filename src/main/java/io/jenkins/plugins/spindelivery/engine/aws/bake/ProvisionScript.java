package io.jenkins.plugins.spindelivery.engine.aws.bake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/**
 * What runs on a builder: the packages' installer and then the request's own script.
 *
 * <p>By user data nothing has to be open on the builder and nothing installed: what the scripts write goes to the serial
 * console, a last line says the exit code, and then the builder powers itself off. That it has stopped is seen by
 * {@code DescribeInstances}, and its console is read by {@code GetConsoleOutput}.
 */
final class ProvisionScript {
    /** What EC2 takes as user data, in bytes. */
    static final int LONGEST_USER_DATA = 16 * 1024;

    /**
     * What Systems Manager takes as commands, in bytes of JSON: a document may have 64 KB with what its parameters are at
     * run time, and the document itself and the other parameters need some of that.
     */
    static final int LONGEST_COMMANDS = 60 * 1024;

    private static final int COMMAND_TAIL = 20_000;

    private final BakeRecipe recipe;
    private final String id;
    private final Supplier<List<PackageDownload>> downloads;

    /** The scripts of a recipe without files, with marks made of the operation's id. */
    ProvisionScript(BakeRecipe recipe, String id) {
        this(recipe, id, List::of);
    }

    /** The scripts of a recipe, with marks made of the operation's id; URLs are signed each time they are written. */
    ProvisionScript(BakeRecipe recipe, String id, Supplier<List<PackageDownload>> downloads) {
        this.recipe = recipe;
        this.id = id;
        this.downloads = downloads;
    }

    private String begin() {
        return "spin-delivery:" + id + ":begin";
    }

    private String end() {
        return "spin-delivery:" + id + ":exit=";
    }

    /** The user data, as a script for cloud-init. */
    String userData() {
        List<String> lines = new ArrayList<>();
        lines.add("#!/bin/bash");
        lines.add("console=/dev/console");
        lines.add("echo '" + begin() + "' >> \"$console\"");
        lines.addAll(unpacking());
        lines.add("bash \"$work/all\" 2>&1 | tee \"$work/output\" >> \"$console\"");
        lines.add("code=${PIPESTATUS[0]}");
        lines.add("cd / && rm -rf \"$work\"");
        lines.add("echo >> \"$console\"");
        lines.add("echo '" + end() + "'\"$code\" >> \"$console\"");
        lines.add("sync");
        lines.add("shutdown -h now");
        return String.join("\n", lines) + "\n";
    }

    /** The commands for Systems Manager, whose output holds no more than the last part of what the scripts write. */
    List<String> commands() {
        List<String> lines = new ArrayList<>(unpacking());
        lines.add("bash \"$work/all\" > \"$work/output\" 2>&1");
        lines.add("code=$?");
        lines.add("tail -c " + COMMAND_TAIL + " \"$work/output\"");
        lines.add("cd / && rm -rf \"$work\"");
        lines.add("exit $code");
        return lines;
    }

    /** How long the commands are in a request, in bytes; the lines of packed text are ASCII. */
    int commandBytes() {
        return commands().stream()
                .mapToInt(line -> line.length()
                        + (int) line.chars()
                                .filter(c -> c == '\n' || c == '"' || c == '\\')
                                .count()
                        + 3)
                .sum();
    }

    private List<String> unpacking() {
        List<String> lines = new ArrayList<>();
        List<PackageDownload> signed = downloads.get();
        // Not below /tmp, from which some images let nothing run.
        lines.add("work=$(mktemp -d /var/tmp/spin-delivery-XXXXXX) && cd \"$work\" || exit 1");
        lines.add("base64 -d << 'END' | gunzip > packages");
        lines.add(packed(packages(signed)));
        lines.add("END");
        lines.add("base64 -d << 'END' | gunzip > provision");
        lines.add(packed(recipe.provision()));
        lines.add("END");
        lines.add("chmod 700 provision");
        // What is signed in it is no business of the request's own script.
        // Signed URLs are no business of the request's own script.
        String forgetting = signed.isEmpty() ? "" : "'rm -rf packages " + PackageScript.FOLDER + "' ";
        lines.add("printf '%s\\n' 'bash -e packages || exit' " + forgetting + "'" + provisioning() + "' > all");
        return lines;
    }

    /** A script that says itself what runs it does so; else it ends with its first command that fails. */
    private String provisioning() {
        return recipe.provision().startsWith("#!") ? "./provision" : "bash -e provision";
    }

    private static String packed(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(bytes.toByteArray());
    }

    /** Fetches files, adds the repositories, upgrades, installs, and removes the repositories. */
    String packages() {
        return packages(downloads.get());
    }

    private String packages(List<PackageDownload> signed) {
        return new PackageScript(recipe, signed).text();
    }

    /**
     * The exit code in what a console shows.
     *
     * @param console its text
     * @return empty when the scripts have not ended, or the text ends before that
     */
    OptionalInt exitCode(String console) {
        Matcher mark = Pattern.compile(Pattern.quote(end()) + "(\\d+)").matcher(console);
        return mark.find() ? OptionalInt.of(Integer.parseInt(mark.group(1))) : OptionalInt.empty();
    }

    /**
     * What the scripts wrote.
     *
     * @param console its text; without our marks, which the beginning may have lost, all of it counts
     * @return the lines, without empty ones at the end
     */
    List<String> output(String console) {
        int from = console.lastIndexOf(begin());
        int to = console.lastIndexOf(end());
        String text =
                console.substring(from < 0 ? 0 : from + begin().length(), to < 0 ? console.length() : Math.max(to, 0));
        List<String> lines = text.lines()
                .map(String::stripTrailing)
                .map(PackageDownload::masked)
                .collect(Collectors.toCollection(ArrayList::new));
        while (!lines.isEmpty() && lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        return from < 0 || lines.isEmpty() ? lines : lines.subList(1, lines.size());
    }
}
