/** What a compiler does not check: the rules of the layers, of the build files, and of the texts. */
package io.jenkins.plugins.spindelivery.build;
