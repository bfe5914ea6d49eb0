package io.jenkins.plugins.spindelivery.engine.aws.bake;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;

/**
 * What an image is made of. Two bakes of the same recipe in the same region make the same image.
 *
 * @param baseOs the operating system, see {@link BaseImages}; may be empty with a base image
 * @param baseAmi the id of the base image; empty for the newest one of the operating system
 * @param packages names or full identifiers, in the order of installing
 * @param packageArtifacts references of files that are installed, too
 * @param packageType what the packages are
 * @param repositories where the packages come from besides the image's own repositories: for DEB lines of a
 *     {@code sources.list}, for RPM URLs of repositories or {@code .repo} files
 * @param upgrade whether what the base image has is brought up to date first
 * @param provision a script that runs after the packages are installed, as root; may be empty
 * @param vmType {@code hvm} or {@code pv}; part of the bake key
 * @param enhancedNetworking whether the image is marked for it; part of the bake key
 * @param templateFileName a Packer template; part of the bake key and nothing else
 * @param varFileName a file of Packer variables; part of the bake key and nothing else
 */
public record BakeRecipe(
        @JsonProperty("baseOs") String baseOs,
        @JsonProperty("baseAmi") String baseAmi,
        @JsonProperty("packages") List<String> packages,
        @JsonProperty("packageArtifacts") List<String> packageArtifacts,
        @JsonProperty("packageType") PackageType packageType,
        @JsonProperty("repositories") List<String> repositories,
        @JsonProperty("upgrade") boolean upgrade,
        @JsonProperty("provision") String provision,
        @JsonProperty("vmType") String vmType,
        @JsonProperty("enhancedNetworking") boolean enhancedNetworking,
        @JsonProperty("templateFileName") String templateFileName,
        @JsonProperty("varFileName") String varFileName) {

    public BakeRecipe {
        packages = List.copyOf(packages);
        packageArtifacts = List.copyOf(packageArtifacts);
        repositories = List.copyOf(repositories);
    }

    /** The package that the image is called after: the first that is named, or else the first file; empty without any. */
    Optional<PackageName> first() {
        return packages.isEmpty()
                ? packageArtifacts.stream()
                        .map(reference -> PackageName.parse(PackageFile.identifier(reference), packageType))
                        .findFirst()
                : Optional.of(packageNames().get(0));
    }

    /** What is installed by name: the packages without those that a file brings. */
    List<PackageName> installed() {
        List<PackageName> files = packageArtifacts.stream()
                .map(reference -> PackageName.parse(PackageFile.identifier(reference), packageType))
                .toList();
        return packageNames().stream()
                .filter(each -> files.stream().noneMatch(file -> file.brings(each)))
                .toList();
    }

    /** The packages in parts. */
    List<PackageName> packageNames() {
        return packages.stream()
                .map(text -> PackageName.parse(text, packageType))
                .toList();
    }
}
