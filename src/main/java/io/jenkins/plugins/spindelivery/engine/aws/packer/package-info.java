/** Bakes by a Packer template of the user's: what Packer is told, and what it made. Packer itself is run by others. */
package io.jenkins.plugins.spindelivery.engine.aws.packer;
